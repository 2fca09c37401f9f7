using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Policies;

namespace Gatehouse.Control.Mcp.Tools;

/// <summary>Policies that are only thought of: nothing is saved, nothing is sent.</summary>
internal static class DraftTools
{
    private static readonly OwnParameter _server = new("server_id", OwnKind.Text, "a server whose accepted tools count");
    private static readonly OwnParameter _policy = new("policy_id", OwnKind.Text, "the policy that it would be a version of: tells whether it may open more");
    private static readonly OwnParameter _document = new("document", OwnKind.Document, "the policy document's text");

    public static readonly ImmutableArray<OwnTool> All =
    [
        new(
            "draft_policy",
            "Drafts a policy as text, with what the validator says of it. Nothing is saved: a person looks at it, saves and attaches it.",
            [
                new("from", OwnKind.Text, "`server`: recommended rules for its accepted tools; `grant`: the least that lets through what it called; "
                    + "`catalogue`: recommended rules for a server or tool of the catalogue", IsNeeded: true)
                {
                    Words = ["server", "grant", "catalogue"],
                },
                new("server_id", OwnKind.Text, "with `server`: which; with `catalogue`: a server to check the draft against"),
                new("grant_id", OwnKind.Text, "with `grant`: which"),
                new("days", OwnKind.Whole, "with `grant`: how far back to look") { Most = PolicyReplayer.MostDays },
                new("catalogue_server", OwnKind.Text, "with `catalogue`: the server's `slug`"),
                new("catalogue_tool", OwnKind.Text, "with `catalogue`: the tool's `slug`; left out, all tools"),
                _policy,
            ],
            static async call => OwnAnswer.Of(await call.Use<PolicyDrafts>().DraftAsync(call.Who, call.Arguments, call.Cancel))),
        new(
            "validate_policy", "Tells whether a document is a valid policy, every finding with its place, and whether it may open more than one in force.",
            [_document with { IsNeeded = true }, _server, _policy],
            static async call => OwnAnswer.Of(await call.Use<PolicyAdministration>().CheckAsync(
                call.Who,
                new PolicyCheck(call.Arguments.Needed("document"), call.Arguments.Text("server_id"), call.Arguments.Text("policy_id")), call.Cancel))),
        new(
            "simulate_call", "Tells step by step what would be decided of a call, by a draft or by what is in force. Nothing is sent to any server.",
            [
                new("tool", OwnKind.Text, "the tool's name", IsNeeded: true), new("arguments", OwnKind.Object, "the call's arguments"),
                _document, new("policy_id", OwnKind.Text, "a saved policy instead of a document"),
                new("version", OwnKind.Whole, "which version of it; left out, the one in force"),
                new("place", OwnKind.Text, "where it stands; left out, as a grant's own")
                {
                    Words = [.. Words<PolicyPlace>.All],
                },
                _server, new("grant_id", OwnKind.Text, "a grant: its server, tags and own policy"),
            ],
            SimulateAsync),
    ];

    private static async ValueTask<OwnAnswer> SimulateAsync(OwnCall call)
    {
        var arguments = call.Arguments;
        return OwnAnswer.Of(await call.Use<PolicySimulator>().SimulateAsync(
            call.Who,
            new PolicySimulation
            {
                Document = arguments.Text("document"),
                PolicyId = arguments.Text("policy_id"),
                Number = arguments.Whole("version"),
                Place = Words<PolicyPlace>.Find(arguments.Text("place")) ?? PolicyPlace.Grant,
                ServerId = arguments.Text("server_id"),
                GrantId = arguments.Text("grant_id"),
                Call = new SimulatedCall { Tool = arguments.Needed("tool"), Args = arguments.Object("arguments") },
            },
            call.Cancel));
    }
}
