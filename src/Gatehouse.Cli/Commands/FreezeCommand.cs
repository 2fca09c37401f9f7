using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Organisations;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse freeze</c> and <c>gatehouse thaw</c>: the kill switch, of everything or of a part.</summary>
internal static class FreezeCommand
{
    public static Command Create() => new("freeze", "Deny every call of the organisation, of a server or of a grant, at once.")
    {
        Organisation(freezes: true),
    };

    public static Command CreateThaw() => new("thaw", "Let calls through again that `freeze` had denied.")
    {
        Organisation(freezes: false),
    };

    private static Verb Organisation(bool freezes)
    {
        var why = Why();
        var command = freezes
            ? new Verb(
                "organisation", "Deny every call of every grant: waiting calls are void, open streams are closed.",
                "gatehouse freeze organisation --why \"a token leaked\"") { why }
            : new Verb("organisation", "Let calls of the organisation through again.", "gatehouse thaw organisation");
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var asked = freezes
                ? await session.AskAsync((client, stop) => client.FreezeOrganisationAsync(new NewFreeze(parsed.GetValue(why)), stop))
                : await session.SendAsync(HttpMethod.Delete, "organisation/freeze", ApiJson.Default.OrganisationView);
            return session.Show(asked, ApiJson.Default.OrganisationView, view => Print(session.Terminal, $"the organisation {view.Name}", view.Frozen));
        });
        return command;
    }

    private static Option<string?> Why() => new("--why") { Description = "What others should know, at most 500 characters", HelpName = "TEXT" };

    private static void Print(Terminal terminal, string what, FreezeView? frozen)
    {
        if (frozen is null)
        {
            terminal.Line($"{what} is {new Painted("not frozen", Tone.Good)}");
        }
        else
        {
            terminal.Line($"{what} is {new Painted("frozen", Tone.Bad)} since {Fields.Time(frozen.At)} by {frozen.By}{(frozen.Why is null ? "" : ": " + frozen.Why)}");
        }
    }
}
