using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Control.Policies;

/// <summary>Says what would be decided. It reads; nothing is counted, kept or sent.</summary>
internal sealed class PolicySimulator(PolicyTrials trials, TimeProvider time)
{
    private const int MostNames = 1_000;

    /// <summary>The decision of one call, step by step.</summary>
    /// <remarks>Faults: those of <see cref="PolicyTrials.ReadAsync"/>, <c>value-invalid</c>.</remarks>
    public async ValueTask<Outcome<PolicySimulated>> SimulateAsync(Principal who, PolicySimulation simulation, CancellationToken cancel)
    {
        var read = await trials.ReadAsync(who, simulation, cancel);
        if (read.Value is not { } trial)
        {
            return read.Refusal!;
        }

        var call = simulation.Call;
        var (arguments, invalid) = Arguments(call.Args);
        if (invalid is not null)
        {
            return invalid;
        }

        var tool = trial.Tool(call.Tool);
        var explanation = PolicyExplanation.Of(trial.Point.Explain(new CallFacts
        {
            Tool = tool,
            Arguments = arguments,
            Server = trial.ServerFacts,
            Grant = trial.GrantFacts,
            Client = call.Client is { } client ? new ClientFacts(client.Name, client.Version) : null,
            Session = Session(call.Session),
            Now = call.At ?? time.GetUtcNow(),
        }));
        return new PolicySimulated
        {
            Outcome = explanation.Outcome,
            Rule = explanation.Rule,
            Message = explanation.Message,
            Limits = explanation.Limits,
            Approvals = explanation.Approvals,
            Observed = explanation.Observed,
            Steps = explanation.Steps,
            Tool = Shown(tool),
        };
    }

    /// <summary>What becomes of the calls of every tool of a server.</summary>
    /// <remarks>Faults: those of <see cref="PolicyTrials.ReadAsync"/>, <c>value-invalid</c> without a server.</remarks>
    public async ValueTask<Outcome<PolicyEffects>> EffectsAsync(Principal who, PolicyEffectsQuery query, CancellationToken cancel)
    {
        var read = await trials.ReadAsync(who, query, cancel);
        if (read.Value is not { } trial)
        {
            return read.Refusal!;
        }

        if (trial.Server is null)
        {
            return ControlFaults.Invalid("server_id", "is needed: the tools are those of a server", "name a server or a grant");
        }

        var now = query.At ?? time.GetUtcNow();
        return new PolicyEffects(
            [.. (trial.Tools?.All ?? []).OrderBy(static tool => tool.Name, StringComparer.Ordinal).Select(tool => View(tool, trial.Point.Outlook(tool, now)))],
            [.. trial.Layers.Where(layer => layer.Document.Mode == PolicyMode.Observe && now < layer.Document.ObserveUntil).Select(static layer => PlaceOf(layer.Kind))]);
    }

    private static ToolEffectView View(ToolFacts tool, ToolOutlook outlook) => new()
    {
        Tool = Shown(tool),
        Effect = Api.Words<ToolEffect>.Of(outlook.Effect),
        Rule = outlook.Rule,
        Conditions = outlook.Conditions,
        Approvals = outlook.Approvals,
        Limits = outlook.Limits,
    };

    private static SimulatedTool Shown(ToolFacts tool) =>
        new(tool.Name, Api.Words<ToolStanding>.Of(tool.Standing), tool.Category, tool.Risk);

    private static PolicyPlace PlaceOf(LayerKind kind) => kind switch
    {
        LayerKind.Organisation => PolicyPlace.Organisation,
        LayerKind.Server => PolicyPlace.Server,
        _ => PolicyPlace.Grant,
    };

    // As strictly as calls are read: what no call could carry has no decision.
    private static (byte[]? Arguments, Fault? Fault) Arguments(JsonElement? sent)
    {
        if (sent is not { } value || value.ValueKind == JsonValueKind.Null)
        {
            return ([], null);
        }

        var text = JsonMarshal.GetRawUtf8Value(value).ToArray();
        return value.ValueKind == JsonValueKind.Object && JsonScan.Check(text, JsonCaps.Request) == JsonVerdict.Sound
            ? (text, null)
            : (null, ControlFaults.Invalid("call.args", "is no object that a call could carry"));
    }

    private static SessionFacts Session(SimulatedSession? session) => session is null ? SessionFacts.New : new SessionFacts
    {
        Called = Names(session.Called),
        Categories = Names(session.CalledCategories),
        CalledElsewhere = Names(session.CalledElsewhere),
        CategoriesElsewhere = Names(session.CategoriesElsewhere),
        IsOlderThanProcess = session.OlderThanGateway,
    };

    private static FrozenSet<string> Names(ImmutableArray<string>? names) =>
        (names ?? []).Take(MostNames).ToFrozenSet(StringComparer.Ordinal);
}
