using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Policies;

namespace Gatehouse.Control.Mcp.Tools;

/// <summary>Policies, and who has them.</summary>
internal static class PolicyTools
{
    private static readonly OwnParameter _id = new("policy_id", OwnKind.Text, "a policy, `pol_…`", IsNeeded: true);

    public static readonly ImmutableArray<OwnTool> All =
    [
        new(
            "list_policies", "Lists the organisation's policies, oldest first, without their documents.",
            [OwnParameter.Limit, OwnParameter.Cursor],
            static async call => OwnAnswer.Of(await call.Use<PolicyAdministration>().ListAsync(call.Who, call.Page, call.Cancel))),
        new(
            "get_policy", "Reads a policy: the document in force, its tests and what it is attached to; or one of its versions.",
            [_id, new("version", OwnKind.Whole, "a version's number; left out, the one in force")],
            GetAsync),
        new(
            "list_policy_versions", "Lists the versions of a policy, newest first: who saved each, when, why, and whether it may open more.",
            [_id, OwnParameter.Limit, OwnParameter.Cursor],
            static async call => OwnAnswer.Of(await call.Use<PolicyHistory>().ListAsync(
                call.Who, call.Arguments.Needed("policy_id"), call.Page, call.Cancel))),
        new(
            "compare_policy_versions", "Tells line by line what two versions of a policy differ in, and whether the later one may open more.",
            [
                _id, new("from", OwnKind.Whole, "the earlier version; left out, the one before `to`"),
                new("to", OwnKind.Whole, "the later version; left out, the one in force"),
            ],
            static async call => OwnAnswer.Of(await call.Use<PolicyHistory>().DiffAsync(
                call.Who, call.Arguments.Needed("policy_id"), Number(call, "from"), Number(call, "to"), call.Cancel))),
        new(
            "list_grants", "Lists the credentials of agents by their labels, with server and policy; never a token.",
            [OwnParameter.Limit, OwnParameter.Cursor],
            GrantsAsync),
    ];

    private static async ValueTask<OwnAnswer> GetAsync(OwnCall call)
    {
        var id = call.Arguments.Needed("policy_id");
        return Number(call, "version") is { } version
            ? OwnAnswer.Of(await call.Use<PolicyHistory>().ReadAsync(call.Who, id, version, call.Cancel))
            : OwnAnswer.Of(await call.Use<PolicyAdministration>().ReadAsync(call.Who, id, call.Cancel));
    }

    private static async ValueTask<OwnAnswer> GrantsAsync(OwnCall call)
    {
        var read = await call.Use<GrantAdministration>().ListAsync(call.Who, call.Page, call.Cancel);
        return read.Value is { } page
            ? OwnAnswer.Of(new OwnGrants([.. page.Items.Select(OwnGrant.Of)], page.Next))
            : OwnAnswer.Of(read.Refusal!);
    }

    private static string? Number(OwnCall call, string name) => call.Arguments.Whole(name)?.ToString(CultureInfo.InvariantCulture);
}
