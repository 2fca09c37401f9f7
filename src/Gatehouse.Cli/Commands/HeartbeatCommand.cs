using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Cli.Commands.Grants;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse heartbeat</c>: says that a grant is looked after; without it such a grant is frozen.</summary>
internal static class HeartbeatCommand
{
    public static Command Create()
    {
        var grant = GrantWords.Grant();
        var every = new Option<string?>("--every") { Description = "Go on, once in so long, like 30s, until interrupted", HelpName = "TIME" };
        var command = new Verb(
            "heartbeat", "Say that a grant is looked after. A grant that needs it is frozen when it stays away longer than its limit.",
            "gatehouse heartbeat support-bot", "gatehouse heartbeat support-bot --every 30s") { grant, every };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var written = parsed.GetValue(every);
            var pause = written is null ? null : DurationText.Duration(written);
            if (written is not null && (pause is null || pause < TimeSpan.FromSeconds(1)))
            {
                session.Terminal.Fail(new Fault(new("time-invalid"), $"`{written}` is no time", "write it like 30s or 5m"));
                return ExitCode.Usage;
            }

            var found = await GrantWords.FindAsync(session, parsed.GetValue(grant)!);
            return found.Value is { } one ? await RunAsync(session, one.Id, pause, TimeProvider.System) : session.Fail(found.Refused!);
        });
        return command;
    }

    private static async Task<int> RunAsync(RemoteSession session, string id, TimeSpan? pause, TimeProvider time)
    {
        while (true)
        {
            var beat = await session.SendAsync(HttpMethod.Post, $"{GrantWords.Path(id)}/heartbeat", ApiJson.Default.GrantView);
            if (pause is not { } span)
            {
                return session.Show(beat, ApiJson.Default.GrantView, grant => Print(session.Terminal, grant));
            }

            // A server that is away for a moment is no reason to stop; one that says no is.
            if (beat.Refused is { } refused && refused.Fault.Code != RemoteFaults.ServerUnreachable)
            {
                return session.Fail(refused);
            }

            if (beat.Value is { } after)
            {
                session.Show(beat, ApiJson.Default.GrantView, _ => Print(session.Terminal, after));
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
    }

    private static void Print(Terminal terminal, GrantView grant) =>
        terminal.Line($"{grant.Label}: next heartbeat until {Fields.Time(grant.HeartbeatDue, "never: it needs none")}");
}
