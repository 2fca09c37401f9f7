using System.Text.Json;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>
/// A slow, obvious second reading of `policy-language`: "Order of evaluation". Written from the page, never from the engine.
/// It starts from the JSON text each time and remembers nothing.
/// </summary>
internal sealed class ReferenceEvaluator(params ReferenceDocument[] documents)
{
    // Organisation baseline, server baseline, the grant's own.
    private readonly List<ReferenceDocument> _documents = [.. documents.OrderBy(document => document.Kind)];

    public ReferenceVerdict Decide(ReferenceCall call)
    {
        var name = call.Tool.Name;
        var enforced = _documents.Where(document => !document.ObservesAt(call.Now)).ToList();

        // 1. "the grant has no policy (a baseline alone allows nothing)".
        if (_documents.TrueForAll(document => document.Kind != LayerKind.Grant))
        {
            return ReferenceVerdict.Denied("(no policy)", "No policy is attached to this grant.");
        }

        // 2. "the tool is hidden, or the server has no tool of that name"; step 2 looks at every `hide` first.
        if (enforced.Exists(document => document.Hides(name)))
        {
            return ReferenceVerdict.Denied("(hidden)", $"Unknown tool: {name}");
        }

        // 2 and 3. "the server has no tool of that name"; "the tool's definition is not the accepted one".
        if (Standing(call.Tool) is { } denied)
        {
            return denied;
        }

        // "`hide` and steps 4–10 of this document are evaluated and logged as what would have happened".
        var observed = _documents.Except(enforced).SelectMany(document => Observe(document, call)).ToList();

        // "steps 4–7 run through one document after the other and the first denial is reported".
        foreach (var document in enforced)
        {
            if (ReferenceSteps.FourToSeven(document, call) is { } denial)
            {
                return Denied(document, denial, observed);
            }
        }

        // 8. "limits … whose amount cannot be read"; room is the counter's business.
        foreach (var document in enforced)
        {
            if (ReferenceSteps.Eight(document, call) is { } denial)
            {
                return Denied(document, denial, observed);
            }
        }

        // 9. "all entries that fire must be satisfied", in all documents.
        var approvals = enforced.SelectMany(document => ReferenceSteps.Nine(document, call)).ToList();
        var charges = _documents.SelectMany(document => Charges(document, call))
            .OrderBy(charge => charge.IsShadow).ToList();
        return approvals.Count > 0
            ? new ReferenceVerdict(Outcome.NeedsApproval, approvals[0].Rule, null, approvals, charges, observed)
            : new ReferenceVerdict(Outcome.Allowed, "", "", [], charges, observed);
    }

    /// <summary>"What steps 1–3 deny in any document is left out; with <c>list: allowed</c> in any document also what is denied whatever the arguments."</summary>
    public bool Shows(ToolFacts tool, DateTimeOffset now)
    {
        var enforced = _documents.Where(document => !document.ObservesAt(now)).ToList();
        if (_documents.TrueForAll(document => document.Kind != LayerKind.Grant)
            || enforced.Exists(document => document.Hides(tool.Name))
            || Standing(tool) is not null)
        {
            return false;
        }

        return !enforced.Exists(document => document.ListsOnlyAllowed)
            || !enforced.Exists(document => ReferenceSteps.DeniesWhateverTheArguments(document, tool.Name));
    }

    /// <summary>"<c>tasks/*</c>: steps 1–5 for the tool of the call that made the task". There are no arguments to check.</summary>
    public ReferenceVerdict DecideTask(ToolFacts tool, DateTimeOffset now)
    {
        var enforced = _documents.Where(document => !document.ObservesAt(now)).ToList();
        if (_documents.TrueForAll(document => document.Kind != LayerKind.Grant))
        {
            return ReferenceVerdict.Denied("(no policy)", "No policy is attached to this grant.");
        }

        if (enforced.Exists(document => document.Hides(tool.Name)))
        {
            return ReferenceVerdict.Denied("(hidden)", $"Unknown tool: {tool.Name}");
        }

        if (Standing(tool) is { } denied)
        {
            return denied;
        }

        foreach (var document in enforced)
        {
            if ((ReferenceSteps.Four(document, tool.Name) ?? ReferenceSteps.FiveAction(document, tool.Name)) is { } denial)
            {
                return Denied(document, denial, []);
            }
        }

        return new ReferenceVerdict(Outcome.Allowed, "", "", [], [], []);
    }

    /// <summary>"must match <c>resources</c> / <c>prompts</c> of every document".</summary>
    public bool PassesPrompt(string name, DateTimeOffset now) => Passes("prompts", name, now);

    /// <summary>"a URI with a dot segment, <c>%2e</c> <c>%2f</c> <c>%5c</c>, a backslash or a control character is denied".</summary>
    public bool PassesResource(string uri, DateTimeOffset now)
    {
        var isOdd = uri.Split('/', '?', '#').Any(segment => segment is "." or "..")
            || new[] { "%2e", "%2f", "%5c", "\\" }.Any(part => uri.Contains(part, StringComparison.OrdinalIgnoreCase))
            || uri.Any(char.IsControl);
        return !isOdd && Passes("resources", uri, now);
    }

    private bool Passes(string field, string name, DateTimeOffset now) =>
        _documents.Exists(document => document.Kind == LayerKind.Grant)
        && _documents.TrueForAll(document => document.ObservesAt(now) || document.LetsThrough(field, name));

    /// <summary>"Hidden, unknown and new tools get one and the same answer"; a changed definition waits for review.</summary>
    private static ReferenceVerdict? Standing(ToolFacts tool) => tool.Standing switch
    {
        ToolStanding.Unknown => ReferenceVerdict.Denied("(unknown tool)", $"Unknown tool: {tool.Name}"),
        ToolStanding.New => ReferenceVerdict.Denied("(new tool)", $"Unknown tool: {tool.Name}"),
        ToolStanding.Changed => ReferenceVerdict.Denied(
            "(definition changed)", $"The definition of \"{tool.Name}\" changed and waits for review."),
        _ => null,
    };

    private static ReferenceVerdict Denied(
        ReferenceDocument document, ReferenceDenial denial, IReadOnlyList<Observation> observed)
    {
        var rule = document.Prefix + denial.Rule;
        return ReferenceVerdict.Denied(rule, denial.Message(rule), observed);
    }

    private static IEnumerable<Observation> Observe(ReferenceDocument document, ReferenceCall call) =>
        document.Hides(call.Tool.Name) ? [new Observation(Outcome.Denied, document.Prefix + "(hidden)")]
        : (ReferenceSteps.FourToSeven(document, call) ?? ReferenceSteps.Eight(document, call)) is { } denial
            ? [new Observation(Outcome.Denied, document.Prefix + denial.Rule)]
        : ReferenceSteps.Nine(document, call).Select(approval => new Observation(Outcome.NeedsApproval, approval.Rule));

    /// <summary>"they do not … take quota (its limits count in shadow counters)": of a call that the document would have let pass.</summary>
    private static IEnumerable<ReferenceCharge> Charges(ReferenceDocument document, ReferenceCall call)
    {
        var isShadow = document.ObservesAt(call.Now);
        var stops = isShadow && (document.Hides(call.Tool.Name)
            || ReferenceSteps.FourToSeven(document, call) is not null
            || ReferenceSteps.Eight(document, call) is not null);
        return stops ? [] : ReferenceSteps.Limits(document, call)
            .Select(limit => new ReferenceCharge(document.Prefix + limit.Rule, limit.Amount!.Value, isShadow));
    }
}
