using System.Buffers;
using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Gatehouse.Cli.Commands;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Output;

/// <summary>Where one run of a verb writes. Colour and drawn tables only where a person looks at a terminal.</summary>
internal sealed class Terminal
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    private readonly TextWriter _output;
    private readonly TextWriter _error;

    private Terminal(TextWriter output, TextWriter error) => (_output, _error) = (output, error);

    /// <summary>Whether words are painted.</summary>
    public bool HasColour => IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Whether a person looks at the output.</summary>
    public bool IsTerminal => ReferenceEquals(_output, System.Console.Out) && !System.Console.IsOutputRedirected;

    /// <summary>The terminal of an invocation.</summary>
    public static Terminal Of(ParseResult parsed) =>
        new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

    /// <summary>An empty line.</summary>
    public void Line() => _output.Write('\n');

    /// <summary>One line of the result.</summary>
    public void Line([InterpolatedStringHandlerArgument("")] VisibleLine line) => _output.Write($"{line.ToString()}\n");

    /// <summary>One line beside the result, on standard error.</summary>
    public void Note([InterpolatedStringHandlerArgument("")] VisibleLine line) => _error.Write($"{line.ToString()}\n");

    /// <summary>Text that this program made: a schema, a policy.</summary>
    public void Ours(string text) => _output.Write(text);

    /// <summary>One JSON document. SECURITY: the writer escapes everything but plain ASCII.</summary>
    public void Json(Action<Utf8JsonWriter> write) => Write(write, Indented);

    /// <summary>One JSON document on a line of its own, for streams of them.</summary>
    public void JsonLine(Action<Utf8JsonWriter> write) => Write(write, default);

    /// <summary>Rows under headings.</summary>
    /// <param name="headings">One a column.</param>
    /// <param name="rows">Cells; a person's terminal wraps them.</param>
    /// <param name="tone">How the words of the first column are painted.</param>
    public void Table(string[] headings, IReadOnlyList<string[]> rows, Func<string, Tone>? tone = null)
    {
        if (IsTerminal)
        {
            DrawnTable.Write(headings, rows, HasColour ? tone : null);
        }
        else
        {
            PlainTable.Write(_output, headings, rows);
        }
    }

    /// <summary>Prints a fault with what to do about it, and answers with the exit code for it.</summary>
    public int Fail(Fault fault)
    {
        Note($"gatehouse: {fault.Message}");
        if (fault.Help is { } help)
        {
            Note($"  {help}");
        }

        return ExitCode.Failure;
    }

    private void Write(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, options))
        {
            write(writer);
        }

        _output.Write(Encoding.UTF8.GetString(text.WrittenSpan) + "\n");
    }
}
