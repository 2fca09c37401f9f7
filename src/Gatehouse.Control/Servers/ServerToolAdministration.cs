using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Pins;
using Gatehouse.Policy;
using Gatehouse.Risk;
using ToolDefinition = Gatehouse.Gateway.Tools.ToolDefinition;

namespace Gatehouse.Control.Servers;

/// <summary>The pinned tool definitions of a server: looking, accepting, dismissing.</summary>
internal sealed class ServerToolAdministration(ControlDb db, ControlStore store, PlaneSettings settings)
{
    private static readonly Fault _stale = new(
        ControlFaults.MatchStale, "one of the definitions does not wait as it was looked at", "look at what waits now, then decide again");

    /// <summary>What is accepted and what waits.</summary>
    public async ValueTask<Outcome<ServerToolList>> ListAsync(Principal who, string id, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadServers) is { } lacking)
        {
            return lacking;
        }

        var found = await ServerRows.ReadAsync(db, who, id, cancel);
        if (found.Value is not { } server)
        {
            return found.Refusal!;
        }

        var (pins, fault) = await settings.Pins.ListAsync(id, cancel);
        if (fault is not null)
        {
            return fault;
        }

        var accepted = pins.Where(static pin => !pin.IsWaiting).Select(static pin => pin.Tool.Name).ToHashSet(StringComparer.Ordinal);
        return new ServerToolList([.. pins.Select(pin => View(pin, accepted, server.Name))]);
    }

    /// <summary>Accepts waiting definitions: their tools can be called.</summary>
    /// <remarks>SECURITY: what was looked at and nothing else. Faults: <c>match-stale</c> where one of them does not wait as it was.</remarks>
    public ValueTask<Outcome<ToolsSettled>> AcceptAsync(Principal who, string id, ToolsSeen seen, CancellationToken cancel) =>
        SettleAsync(who, id, "server.tools_accepted", change =>
        {
            var hashes = seen.Tools?.DistinctBy(static tool => tool.Name, StringComparer.Ordinal)
                .ToDictionary(static tool => tool.Name, static tool => tool.Hash, StringComparer.Ordinal);
            var settled = hashes is null
                ? settings.Pins.Accept(change.Transaction, id, null, change.Who.Label)
                : settings.Pins.AcceptSeen(change.Transaction, id, hashes, change.Who.Label);
            foreach (var name in settled.Names)
            {
                // What a person approved was the tool as it was declared then.
                ApprovalVoids.OfTool(change.Transaction, id, name);
            }

            return hashes is null || hashes.Count == settled.Names.Length ? settled : null;
        }, cancel);

    /// <summary>Dismisses waiting definitions: what was accepted before stays so, until the server lists otherwise again.</summary>
    public ValueTask<Outcome<ToolsSettled>> DismissAsync(Principal who, string id, ToolChoice choice, CancellationToken cancel) =>
        SettleAsync(who, id, "server.tools_dismissed", change => settings.Pins.Dismiss(change.Transaction, id, choice.Names), cancel);

    private async ValueTask<Outcome<ToolsSettled>> SettleAsync(
        Principal who, string id, string what, Func<Change, PinChange?> settle, CancellationToken cancel)
    {
        PinChange? pinned = null;
        var outcome = await store.ChangeAsync<ToolsSettled>(who, Right.AcceptTools, async change =>
        {
            if ((await ServerRows.FindAsync(change, id)).Refusal is { } absent)
            {
                return absent;
            }

            var before = settings.Pins.Find(id);
            if (settle(change) is not { } settled)
            {
                return _stale;
            }

            pinned = settled;
            change.IsUnseenByCalls = true; // Calls ask the pins themselves.
            change.Note(
                what, ServerRows.Kind, id, Seen(settled.Names, before?.ByName), Seen(settled.Names, before?.Waiting));
            return new ToolsSettled(settled.Names);
        }, cancel);
        if (outcome.Value is not null)
        {
            pinned?.TakeEffect();
        }

        return outcome;
    }

    // Which definition was in force, and which one was decided on.
    private static ToolsSeen Seen(ImmutableArray<string> names, IReadOnlyDictionary<string, ToolDefinition>? definitions) => new(
        [.. names.Select(name => definitions?.GetValueOrDefault(name)).OfType<ToolDefinition>()
            .Select(static tool => new SeenTool(tool.Name, tool.Hash))]);

    private static ServerToolView View(Pin pin, IReadOnlySet<string> accepted, string server)
    {
        var definition = JsonElement.Parse(pin.Tool.Json.Span);
        return new()
        {
            Name = pin.Tool.Name,
            State = !pin.IsWaiting ? ToolState.Accepted : accepted.Contains(pin.Tool.Name) ? ToolState.Changed : ToolState.New,
            Hash = pin.Tool.Hash,
            Definition = definition,
            Risk = RiskOf(DefinitionReading.Read(definition, server) ?? new Risk.ToolDefinition { Name = pin.Tool.Name }),
            AcceptedBy = pin.Who,
            At = pin.At,
        };
    }

    private static ServerToolRisk RiskOf(Risk.ToolDefinition definition)
    {
        var said = RiskClassifier.Assess(definition);
        var advice = said.Recommendation;
        return new ServerToolRisk(
            said.Category.Word(), said.Level.Word(), [.. said.Signals.Select(static signal => $"{signal.Name}: {signal.Evidence}")],
            advice.Name, advice.IsHidden ? null : JsonElement.Parse(advice.Rule));
    }
}
