using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tools.Texts;
using Gatehouse.Policy;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Gateway.Tools;

/// <summary>Name → facts of the accepted definition. Every list that passes feeds it.</summary>
internal sealed partial class ToolIndex(IDefinitionLock definitions, ILogger? log = null)
{
    private readonly ILogger _log = log ?? NullLogger.Instance;

    private const int MaxSessions = 10_000;

    private readonly ConcurrentDictionary<string, ServerTools> _servers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Server, string Grant, string Session), Task<ToolsFault?>> _listed = new();

    /// <summary>The facts of a tool. A session whose server was not listed to it yet is listed once, first.</summary>
    /// <param name="call">The call, in whose session it is listed.</param>
    /// <param name="name">The tool.</param>
    /// <param name="lister">Lists the server's tools, all pages.</param>
    public async ValueTask<(ToolFacts? Tool, ToolsFault? Fault)> FindAsync(CallContext call, string name, ToolLister lister)
    {
        if (await EnsureListedAsync(call, lister) is { } fault)
        {
            return (null, fault);
        }

        return Current(call.Server) is { } tools
            ? (tools.Find(name), null)
            : (null, new ToolsFault("definitions-unreadable", 503, "the accepted tool definitions cannot be read"));
    }

    /// <summary>Makes sure that the server was listed whole once in this session.</summary>
    public ValueTask<ToolsFault?> EnsureListedAsync(CallContext call, ToolLister lister)
    {
        var key = Key(call);

        // Acceptances that are gone (a person took the lock file away) are made anew, and from a list of now.
        if (Current(call.Server) is null && _listed.TryGetValue(key, out var old) && old.IsCompleted)
        {
            _listed.TryRemove(new(key, old));
        }

        return _listed.TryGetValue(key, out var listed) && listed.IsCompletedSuccessfully
            ? new(listed)
            : new(ListOnceAsync(call, key, lister));
    }

    /// <summary>A whole list passed in this session, so none has to be asked for.</summary>
    public void MarkListed(CallContext call) => _listed[Key(call)] = Task.FromResult<ToolsFault?>(null);

    /// <summary>The list may have changed: every session is asked again before its next call.</summary>
    public void Forget(string serverId)
    {
        foreach (var key in _listed.Keys)
        {
            if (string.Equals(key.Server, serverId, StringComparison.Ordinal))
            {
                _listed.TryRemove(key, out _);
            }
        }
    }

    /// <summary>Holds what a server listed against what was accepted, and answers with the facts then in force.</summary>
    public async ValueTask<ServerTools?> NoteAsync(
        ActiveServer server, ImmutableArray<ToolDefinition> listed, CancellationToken cancel)
    {
        if (definitions.Find(server.Id) is not { } accepted)
        {
            return null;
        }

        await TellOldAsync(server, accepted, cancel);
        var fresh = listed.Where(tool =>
            !IsSame(accepted.ByName.GetValueOrDefault(tool.Name), tool)
            && !IsSame(accepted.Waiting.GetValueOrDefault(tool.Name), tool)).ToImmutableArray();
        if (fresh.Length > 0)
        {
            fresh = Told(server, fresh);
            SayRises(server, accepted, fresh);
            await definitions.ReportAsync(server.Id, fresh, cancel);
        }

        return Current(server);
    }

    /// <summary>The facts now in force; null where nothing was ever accepted.</summary>
    public ServerTools? Current(ActiveServer server)
    {
        if (definitions.Find(server.Id) is not { } accepted)
        {
            return null;
        }

        var before = _servers.GetValueOrDefault(server.Id);
        if (before is not null && before.IsOf(server, accepted))
        {
            return before;
        }

        // SECURITY: a change that was dismissed may still be what the server runs, so it is asked again.
        if (before?.HasDismissed(accepted) == true)
        {
            Forget(server.Id);
        }

        return _servers[server.Id] = ServerTools.Of(server, accepted, before);
    }

    // What was accepted before the gateway told what tools can do is told once, and said.
    private async ValueTask TellOldAsync(ActiveServer server, AcceptedTools accepted, CancellationToken cancel)
    {
        var untold = accepted.ByName.Values.Concat(accepted.Waiting.Values).Where(static tool => tool.Risk is null).ToImmutableArray();
        if (untold.IsEmpty)
        {
            return;
        }

        var told = Told(server, untold);
        await definitions.RecordAsync(server.Id, told, cancel);
        var critical = told.Where(static tool => tool.Risk!.Level == "critical").Select(static tool => tool.Name).ToArray();
        LogTold(_log, server.Id, told.Length, critical.Length, string.Join(", ", critical.Take(20)));
    }

    private void SayRises(ActiveServer server, AcceptedTools accepted, ImmutableArray<ToolDefinition> fresh)
    {
        foreach (var tool in fresh)
        {
            if (accepted.ByName.GetValueOrDefault(tool.Name) is { } before
                && (before.Risk ?? RecordedRisk.Of(before, server.Facts.Name)) is var was && tool.Risk!.IsAbove(was))
            {
                LogRise(_log, server.Id, tool.Name, tool.Risk.Category, tool.Risk.Level, was.Category, was.Level);
            }
        }
    }

    private static ImmutableArray<ToolDefinition> Told(ActiveServer server, ImmutableArray<ToolDefinition> tools) =>
        [.. tools.Select(tool => tool.Risk is null ? tool with { Risk = RecordedRisk.Of(tool, server.Facts.Name) } : tool)];

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Information,
        Message = "server {Server}: {Count} definitions of before are told now, {Critical} of them critical: {Names}")]
    private static partial void LogTold(ILogger log, string server, int count, int critical, string names);

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Warning,
        Message = "server {Server}: {Tool} would be {Category}, {Level} by its changed definition; it is accepted as {CategoryBefore}, {LevelBefore}")]
    private static partial void LogRise(
        ILogger log, string server, string tool, string category, string level, string categoryBefore, string levelBefore);

    private static bool IsSame(ToolDefinition? known, ToolDefinition tool) =>
        known is not null && string.Equals(known.Hash, tool.Hash, StringComparison.Ordinal);

    // Only sessions that the server knows can have lists of their own. The ids that agents choose would cost a list each.
    private static (string Server, string Grant, string Session) Key(CallContext call) =>
        (call.Server.Id, call.Grant.Id, call.Session.UpstreamId is null ? "" : call.Session.Key);

    private async Task<ToolsFault?> ListOnceAsync(
        CallContext call, (string Server, string Grant, string Session) key, ToolLister lister)
    {
        if (_listed.Count >= MaxSessions)
        {
            _listed.Clear();
        }

        // One list for all calls that arrive together; a failed one is asked for again by the next call.
        var mine = new TaskCompletionSource<ToolsFault?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var shared = _listed.GetOrAdd(key, mine.Task);
        if (shared != mine.Task)
        {
            return await shared;
        }

        ToolsFault? fault = new("tools-unlisted", 502, "the server's tools could not be listed");
        try
        {
            fault = await ListAsync(call, lister);
        }
        finally
        {
            if (fault is not null)
            {
                _listed.TryRemove(new(key, mine.Task));
            }

            mine.SetResult(fault);
        }

        return fault;
    }

    private async Task<ToolsFault?> ListAsync(CallContext call, ToolLister lister)
    {
        var listing = await lister.ListAsync(call);
        if (listing.Fault is { } fault)
        {
            return fault;
        }

        // SECURITY: the first list is accepted without a person, so what a person should see first is left out of it:
        // held against what was accepted, such a tool is a new one, and waits.
        if (definitions.Find(call.Server.Id) is null
            && await definitions.AcceptFirstAsync(
                call.Server.Id, Told(call.Server, [.. listing.Tools.Where(static tool => !DefinitionTexts.NeedsAPerson(tool))]),
                CancellationToken.None) is { } refused)
        {
            return new ToolsFault(refused.Code.Word, 503, refused.Message);
        }

        await NoteAsync(call.Server, listing.Tools, CancellationToken.None);
        return null;
    }
}
