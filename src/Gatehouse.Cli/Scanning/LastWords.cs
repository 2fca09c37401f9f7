using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Cli.Scanning;

/// <summary>Keeps the last lines that a server printed, for when it cannot be read; nothing goes to the terminal meanwhile.</summary>
internal sealed class LastWords : ILoggerFactory, ILogger
{
    private const int Most = 4;
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    /// <summary>The lines so far, the latest last.</summary>
    public ImmutableArray<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = formatter(state, exception);
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Most)
            {
                _lines.Dequeue();
            }
        }
    }
}
