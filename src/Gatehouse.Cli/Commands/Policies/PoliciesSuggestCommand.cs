using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Commands.Grants;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies suggest</c>: the smallest policy that would have let through what a grant called.</summary>
internal static class PoliciesSuggestCommand
{
    public static Command Create()
    {
        var grant = new Argument<string>("grant") { Description = "Label or id of the grant" };
        var days = new Option<int>("--days") { Description = "How many days back, 1 to 31", HelpName = "N", DefaultValueFactory = static _ => 7 };
        var command = new Verb(
            "suggest", "Print the smallest policy that would have let through what a grant called.",
            "gatehouse policies suggest support-bot --days 30 > suggested.json") { grant, days };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var found = await GrantWords.FindAsync(session, parsed.GetValue(grant)!);
            if (found.Value is not { } held)
            {
                return session.Fail(found.Refused!);
            }

            return session.Show(
                await session.AskAsync((api, stop) => api.SuggestPolicyAsync(held.Id, parsed.GetValue(days), stop)), ApiJson.Default.PolicySuggestion,
                suggestion =>
                {
                    PolicyWords.Document(session.Terminal, suggestion.Document + "\n");
                    session.Terminal.Note($"made from {suggestion.Calls} calls{(suggestion.IsComplete ? "" : ", the newest ones")}; tools that were not called: {Fields.List(suggestion.Unused)}");
                    FindingLines.Note(session.Terminal, "document", suggestion.Findings);
                });
        });
        return command;
    }
}
