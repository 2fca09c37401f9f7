using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Api;
using Gatehouse.Cli.Commands.Grants;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse heartbeat</c>: says that a grant is looked after; without it such a grant is frozen.</summary>
internal static class HeartbeatCommand
{
    private const string Server = "GATEHOUSE_SERVER";
    private const string Token = "GATEHOUSE_GRANT_TOKEN";

    public static Command Create()
    {
        var grant = new Argument<string?>("grant")
        {
            Description = $"Label or id of the grant. Without it the grant whose token is in {Token}, on the server of {Server}: no API key is needed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var every = new Option<string?>("--every") { Description = "Go on, once in so long, like 30s, until interrupted", HelpName = "TIME" };
        var command = new Verb(
            "heartbeat", "Say that a grant is looked after. A grant that needs it is frozen when it stays away longer than its limit.",
            "gatehouse heartbeat support-bot", "gatehouse heartbeat support-bot --every 30s", "gatehouse heartbeat --every 30s") { grant, every };
        new RemoteOptions().AddTo(
            command,
            (parsed, isInsecure) => parsed.GetValue(grant) is null ? OfToken(Surroundings.Of(parsed), isInsecure) : default,
            async (parsed, session) =>
            {
                var written = parsed.GetValue(every);
                var pause = written is null ? null : DurationText.Duration(written);
                if (written is not null && (pause is null || pause < TimeSpan.FromSeconds(1)))
                {
                    session.Terminal.Fail(new Fault(new("time-invalid"), $"`{written}` is no time", "write it like 30s or 5m"));
                    return ExitCode.Usage;
                }

                if (parsed.GetValue(grant) is not { } named)
                {
                    return await RunAsync(
                        session, "heartbeat", ApiJson.Default.BeatView, static beat => (beat.Label, beat.HeartbeatDue), pause, TimeProvider.System);
                }

                var found = await GrantWords.FindAsync(session, named);
                return found.Value is { } one
                    ? await RunAsync(
                        session, $"{GrantWords.Path(one.Id)}/heartbeat", ApiJson.Default.GrantView,
                        static view => (view.Label, view.HeartbeatDue), pause, TimeProvider.System)
                    : session.Fail(found.Refused!);
            });
        return command;
    }

    // Where an agent runs there is its token already, and nothing that could do more.
    private static (ServerConnection? Connection, Fault? Fault) OfToken(Surroundings around, bool isInsecure) =>
        around.Variable(Token) is { Length: > 0 } token && around.Variable(Server) is { Length: > 0 } server
            ? ServerConnection.OpenForGrant(server, token, isInsecure)
            : (null, new Fault(
                RemoteFaults.LoginMissing, "neither a grant nor its token is named",
                $"`gatehouse heartbeat GRANT`, or set {Server} and {Token}"));

    private static async Task<int> RunAsync<T>(
        RemoteSession session, string path, JsonTypeInfo<T> type, Func<T, (string Label, DateTimeOffset? Due)> read, TimeSpan? pause, TimeProvider time)
        where T : class
    {
        while (true)
        {
            var beat = await session.SendAsync(HttpMethod.Post, path, type);
            if (pause is not { } span)
            {
                return session.Show(beat, type, Print);
            }

            // A server that is away for a moment is no reason to stop; one that says no is.
            if (beat.Refused is { } refused && refused.Fault.Code != RemoteFaults.ServerUnreachable)
            {
                return session.Fail(refused);
            }

            if (beat.Value is not null)
            {
                session.Show(beat, type, Print);
            }
            else
            {
                session.Terminal.Fail(beat.Refused!.Fault);
            }

            try
            {
                await Task.Delay(span, time, session.Cancel);
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Success;
            }
        }

        void Print(T value)
        {
            var (label, due) = read(value);
            session.Terminal.Line($"{label}: next heartbeat until {Fields.Time(due, "never: it needs none")}");
        }
    }
}
