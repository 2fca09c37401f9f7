using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers auth</c>: how the gateway signs in to a server that wants OAuth.</summary>
internal static class ServersAuthCommand
{
    public static Command Create() => new("auth", "Say how the gateway signs in to a server, and see its accounts.")
    {
        CreateSet(),
        CreateRemove(),
        CreateConnect(),
        CreateAccounts(),
    };

    private static Verb CreateSet()
    {
        var id = ServerText.Id();
        var own = new Option<bool>("--client-credentials") { Description = "With the client's own credentials, without anybody's consent" };
        var perPerson = new Option<bool>("--per-person") { Description = "Each grant uses the account of its owner" };
        var client = new Option<string>("--client-id") { Description = "The client that was registered beforehand. Its secret is asked for, or read from standard input" };
        var issuer = new Option<string>("--issuer") { Description = "The only authorization server that the secret is sent to" };
        var scope = new Option<string>("--scope") { Description = "Scopes, separated by blanks. Default: those that the server names" };
        var command = new Verb(
            "set", "Sign in to a server by OAuth 2.1. What was connected before is forgotten.",
            "gatehouse servers auth set issues",
            "gatehouse servers auth set payments --client-credentials --client-id gatehouse --issuer https://login.example.com < secret.txt")
            { id, own, perPerson, client, issuer, scope };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            string? secret = null;
            if (parsed.GetValue(issuer) is not null
                && (secret = SecretInput.Read(Surroundings.Of(parsed), session.Terminal, "Secret of the client")) is null)
            {
                return session.Terminal.Fail(new Fault(new("secret-missing"), "no value was given", "type it, or send it to standard input"));
            }

            var asked = await session.SendAsync(
                HttpMethod.Put, ServerText.Path(parsed.GetValue(id)!) + "/auth",
                new NewServerAuth
                {
                    Kind = parsed.GetValue(own) ? AuthKind.ClientCredentials : AuthKind.Oauth, PerPerson = parsed.GetValue(perPerson),
                    ClientId = parsed.GetValue(client), ClientSecret = secret, Issuer = parsed.GetValue(issuer), Scope = parsed.GetValue(scope),
                },
                ApiJson.Default.NewServerAuth, ApiJson.Default.ServerView);
            return session.Show(asked, ApiJson.Default.ServerView, server => session.Terminal.Line(
                $"{server.Id} is signed in to by OAuth; calls are refused until an account is connected"));
        });
        return command;
    }

    private static Verb CreateRemove()
    {
        var id = ServerText.Id();
        var command = new Verb("remove", "Sign in no more: accounts and their tokens are forgotten.", "gatehouse servers auth remove issues") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Show(
            await session.SendAsync(HttpMethod.Delete, ServerText.Path(parsed.GetValue(id)!) + "/auth", ApiJson.Default.ServerView),
            ApiJson.Default.ServerView, server => session.Terminal.Line($"{server.Id} is not signed in to any more")));
        return command;
    }

    private static Verb CreateConnect()
    {
        var id = ServerText.Id();
        var command = new Verb(
            "connect", "Connect a server by its client's own credentials. Where a person has to consent, open the server's page in a browser.",
            "gatehouse servers auth connect payments") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Show(
            await session.SendAsync(HttpMethod.Post, ServerText.Path(parsed.GetValue(id)!) + "/account", ApiJson.Default.AccountStart),
            ApiJson.Default.AccountStart, start => session.Terminal.Line($"connected; the token holds until {Fields.Time(start.Expires)} and is renewed before")));
        return command;
    }

    private static Verb CreateAccounts()
    {
        var id = ServerText.Id();
        var command = new Verb(
            "accounts", "List the accounts of a server. Exit code 4 when one has to be connected again.", "gatehouse servers auth accounts issues") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var asked = await session.SendAsync(HttpMethod.Get, ServerText.Path(parsed.GetValue(id)!) + "/accounts", ApiJson.Default.AccountList);
            var code = session.Show(asked, ApiJson.Default.AccountList, list =>
            {
                foreach (var account in list.Accounts)
                {
                    Fields.Print(
                        session.Terminal, ("account", account.PersonId ?? "shared by all grants"), ("state", Words<AccountState>.Of(account.State)),
                        ("issuer", account.Issuer), ("scope", account.Scope), ("token until", account.Expires is { } end ? Fields.Time(end) : null),
                        ("problem", account.Problem), ("connected", $"{Fields.Time(account.At)} by {account.ConnectedBy}"));
                }
            });
            return asked.Value is { } found && found.Accounts.Any(account => account.State != AccountState.Connected) ? ExitCode.Found : code;
        });
        return command;
    }
}
