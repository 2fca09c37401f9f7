using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Catalogue;
using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Servers;
using Gatehouse.Risk;

namespace Gatehouse.Control.Mcp;

/// <summary>Policies as text, from what is recommended or from what was called. They are given back, and kept nowhere.</summary>
internal sealed class PolicyDrafts(
    PolicyAdministration policies, PolicySuggester suggester, ServerToolAdministration tools, CataloguePublic catalogue)
{
    private const string Next =
        "This is a draft: it is saved nowhere and decides nothing. A person with the role policy_manager looks at it, saves it and attaches it.";

    /// <summary>The draft.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>not-found</c>, those of <see cref="PolicySuggester"/>.</remarks>
    public async ValueTask<Outcome<PolicyDraft>> DraftAsync(Principal who, OwnArguments wanted, CancellationToken cancel)
    {
        var from = wanted.Needed("from");
        if (Foreign(wanted, from) is { } foreign)
        {
            return foreign;
        }

        var written = from switch
        {
            "server" => await OfServerAsync(who, wanted, cancel),
            "grant" => await OfGrantAsync(who, wanted, cancel),
            _ => await OfCatalogueAsync(wanted, cancel),
        };
        if (written.Value is not { } text)
        {
            return written.Refusal!;
        }

        var check = new PolicyCheck(text.Document, text.ServerId ?? wanted.Text("server_id"), wanted.Text("policy_id"));
        var read = await policies.CheckAsync(who, check, cancel);
        return read.Value is { } verdict
            ? new PolicyDraft(text.Document, verdict.IsValid, verdict.Findings, verdict.IsWidening, text.LeftOut, Next)
            : read.Refusal!;
    }

    // What belongs to another kind of draft would be passed over in silence.
    private static Policy.Fault? Foreign(OwnArguments wanted, string from)
    {
        ImmutableArray<string> others = from switch
        {
            "server" => ["grant_id", "days", "catalogue_server", "catalogue_tool"],
            "grant" => ["server_id", "catalogue_server", "catalogue_tool"],
            _ => ["grant_id", "days"],
        };
        return others.FirstOrDefault(name => wanted.Texts(name).Count > 0) is { } foreign
            ? ControlFaults.Invalid(foreign, $"does not go with `from` `{from}`")
            : null;
    }

    private static Policy.Fault Missing(string name, string from) => ControlFaults.Invalid(name, $"is needed with `from` `{from}`");

    private async ValueTask<Outcome<Written>> OfServerAsync(Principal who, OwnArguments wanted, CancellationToken cancel)
    {
        if (wanted.Text("server_id") is not { } id)
        {
            return Missing("server_id", "server");
        }

        var read = await tools.ListAsync(who, id, cancel);
        if (read.Value is not { } list)
        {
            return read.Refusal!;
        }

        var accepted = list.Tools.Where(static tool => tool.State == ToolState.Accepted).ToImmutableArray();
        return new Written(
            RecommendedPolicy.Of(accepted.Select(static tool => (tool.Name, Advice(tool.Risk)))), id,
            [.. accepted.Select(static tool => tool.Name).Where(static name => !RecommendedPolicy.CanName(name))]);
    }

    private async ValueTask<Outcome<Written>> OfGrantAsync(Principal who, OwnArguments wanted, CancellationToken cancel)
    {
        if (wanted.Text("grant_id") is not { } id)
        {
            return Missing("grant_id", "grant");
        }

        var read = await suggester.SuggestAsync(who, id, wanted.Whole("days")?.ToString(CultureInfo.InvariantCulture), cancel);
        return read.Value is { } suggestion ? new Written(suggestion.Document, null, suggestion.LeftOut) : read.Refusal!;
    }

    private async ValueTask<Outcome<Written>> OfCatalogueAsync(OwnArguments wanted, CancellationToken cancel)
    {
        if (wanted.Text("catalogue_server") is not { } server)
        {
            return Missing("catalogue_server", "catalogue");
        }

        if (wanted.Text("catalogue_tool") is { } slug)
        {
            var tool = await catalogue.ToolAsync(server, slug, cancel);
            return tool.Value is { } found ? new Written(found.Policy.GetRawText(), null, []) : tool.Refusal!;
        }

        var read = await catalogue.ServerAsync(server, cancel);
        return read.Value is not { } entry ? read.Refusal!
            : entry.Policy is { } policy ? new Written(policy.GetRawText(), null, [])
            : ControlFaults.Invalid("catalogue_server", "has no known tools");
    }

    // What is not known is kept as strictly as the table keeps what it does not name.
    private static Recommendation Advice(ServerToolRisk risk) => Recommendation.Of(
        RiskWords.Category(risk.Category) ?? RiskCategory.Destructive, RiskWords.Level(risk.Level) ?? RiskLevel.Critical);

    private sealed record Written(string Document, string? ServerId, ImmutableArray<string> LeftOut);
}
