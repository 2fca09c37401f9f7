using System.Diagnostics.Metrics;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Gatehouse.Control.Mcp;

/// <summary>One <c>tools/call</c> of the own server: the tool, its arguments, its answer.</summary>
internal sealed partial class OwnCalls(ILogger<OwnCalls> log, TimeProvider time)
{
    /// <summary>Longer no answer takes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly Fault _bug = new(ControlFaults.InternalError, "something went wrong in the server", "its log says what");
    private static readonly Fault _store = new(ControlFaults.StoreUnavailable, "the database did not answer", "try again");
    private static readonly Fault _slow = new(ControlFaults.StoreUnavailable, "the answer took too long", "ask for less");

    private static readonly Meter _meter = new("Gatehouse");
    private static readonly Counter<long> _counted =
        _meter.CreateCounter<long>("gatehouse.own.calls", "{call}", "Calls of the own MCP server by tool and outcome");

    /// <summary>Answers it.</summary>
    /// <exception cref="McpProtocolException">There is no such tool.</exception>
    public async ValueTask<CallToolResult> AnswerAsync(CallToolRequestParams asked, OwnUser user, CancellationToken cancel)
    {
        if (OwnToolTable.Find(asked.Name) is not { } tool)
        {
            throw new McpProtocolException("Unknown tool", McpErrorCode.InvalidParams);
        }

        var answer = await RunAsync(tool, asked, user, cancel);
        _counted.Add(1, new KeyValuePair<string, object?>("tool", tool.Name), new KeyValuePair<string, object?>("outcome", answer.Outcome));
        LogCall(log, user.Who.Id, tool.Name, answer.Outcome);
        return answer.Result();
    }

    private async Task<OwnAnswer> RunAsync(OwnTool tool, CallToolRequestParams asked, OwnUser user, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            var (arguments, invalid) = OwnArguments.Read(tool.Takes, asked.Arguments);
            return arguments is null ? OwnAnswer.Of(invalid!) : await tool.Run(new OwnCall(user, arguments, both.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return OwnAnswer.Of(_slow);
        }
        catch (Exception failed) when (failed is DbUpdateException || StoreFailure.Of(failed) is not null)
        {
            LogStore(log, failed.GetType().Name);
            return OwnAnswer.Of(_store);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            LogBug(log, failed);
            return OwnAnswer.Of(_bug);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Key} asked {Tool} of the own MCP server: {Outcome}")]
    private static partial void LogCall(ILogger log, string key, string tool, string outcome);

    [LoggerMessage(Level = LogLevel.Error, Message = "the database did not answer the own MCP server: {Kind}")]
    private static partial void LogStore(ILogger log, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "a tool of the own MCP server failed in a way that nobody expected")]
    private static partial void LogBug(ILogger log, Exception failed);
}
