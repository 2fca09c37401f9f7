using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Organisations;
using Gatehouse.Cli.Commands.Grants;
using Gatehouse.Cli.Commands.Servers;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse freeze</c> and <c>gatehouse thaw</c>: the kill switch, of everything or of a part.</summary>
internal static class FreezeCommand
{
    public static Command Create() => new("freeze", "Deny every call of the organisation, of a server or of a grant, at once.")
    {
        Organisation(freezes: true),
        Server(freezes: true),
        Grant(freezes: true),
    };

    public static Command CreateThaw() => new("thaw", "Let calls through again that `freeze` had denied.")
    {
        Organisation(freezes: false),
        Server(freezes: false),
        Grant(freezes: false),
    };

    private static Verb Organisation(bool freezes)
    {
        var why = Why();
        var command = freezes
            ? new Verb(
                "organisation", "Deny every call of every grant: waiting calls are void, open streams are closed.",
                "gatehouse freeze organisation --why \"a token leaked\"") { why }
            : new Verb("organisation", "Let calls of the organisation through again.", "gatehouse thaw organisation");
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Show(
            await SetAsync(session, freezes, "organisation", parsed.GetValue(why), ApiJson.Default.OrganisationView),
            ApiJson.Default.OrganisationView, view => Print(session.Terminal, $"the organisation {view.Name}", view.Frozen)));
        return command;
    }

    private static Verb Server(bool freezes)
    {
        var id = ServerText.Id();
        var why = Why();
        var command = freezes
            ? new Verb("server", "Deny every call of a server.", "gatehouse freeze server payments --why \"strange answers\"") { id, why }
            : new Verb("server", "Let calls of a server through again.", "gatehouse thaw server payments") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Show(
            await SetAsync(session, freezes, ServerText.Path(parsed.GetValue(id)!), parsed.GetValue(why), ApiJson.Default.ServerView),
            ApiJson.Default.ServerView, view => Print(session.Terminal, $"the server {view.Id}", view.Frozen)));
        return command;
    }

    private static Verb Grant(bool freezes)
    {
        var grant = GrantWords.Grant();
        var why = Why();
        var command = freezes
            ? new Verb("grant", "Deny every call of a grant.", "gatehouse freeze grant support-bot --why \"runs wild\"") { grant, why }
            : new Verb("grant", "Let calls of a grant through again.", "gatehouse thaw grant support-bot") { grant };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var found = await GrantWords.FindAsync(session, parsed.GetValue(grant)!);
            return found.Value is { } one
                ? session.Show(
                    await SetAsync(session, freezes, GrantWords.Path(one.Id), parsed.GetValue(why), ApiJson.Default.GrantView),
                    ApiJson.Default.GrantView, view => Print(session.Terminal, $"the grant {view.Label}", view.Frozen))
                : session.Fail(found.Refused!);
        });
        return command;
    }

    private static Task<Asked<T>> SetAsync<T>(
        RemoteSession session, bool freezes, string path, string? why, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class => freezes
        ? session.SendAsync(HttpMethod.Put, $"{path}/freeze", new NewFreeze(why), ApiJson.Default.NewFreeze, type)
        : session.SendAsync(HttpMethod.Delete, $"{path}/freeze", type);

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
