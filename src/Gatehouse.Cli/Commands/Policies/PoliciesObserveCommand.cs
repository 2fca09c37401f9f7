using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies observe</c>: a version beside the one in force, that decides nothing.</summary>
internal static class PoliciesObserveCommand
{
    public static Command Create() => new("observe", "Try a version beside the one in force, on real calls, without enforcing it.")
    {
        Start(), Report(), Promote(), Stop(),
    };

    private static Verb Start()
    {
        var policy = PolicyWords.Policy();
        var file = new Argument<string?>("file") { Description = "A draft; it is saved as a version", Arity = ArgumentArity.ZeroOrOne };
        var number = new Option<int?>("--number") { Description = "A version that is there, in place of a draft", HelpName = "N" };
        var message = PolicyWords.Message();
        var command = new Verb(
            "start", "Begin to observe a draft, or a version that is there.",
            "gatehouse policies observe start payments stricter.json") { policy, file, number, message };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var (draft, unreadable) = PolicyWords.Read(parsed.GetValue(file));
            var found = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            if (unreadable is not null || found.Value is not { } before)
            {
                return unreadable is not null ? session.Terminal.Fail(unreadable) : session.Fail(found.Refused!);
            }

            var wanted = new PolicyObservation(draft, parsed.GetValue(number), parsed.GetValue(message));
            return session.Show(
                await session.SendAsync(
                    HttpMethod.Put, Path(before.Id), wanted, ApiJson.Default.PolicyObservation, ApiJson.Default.PolicyDetail, before.Version),
                ApiJson.Default.PolicyDetail,
                after => session.Terminal.Line($"{after.Name}: version {Fields.Number(after.ObservedNumber ?? 0)} is observed beside version {Fields.Number(after.Current)}"));
        });
        return command;
    }

    private static Verb Report()
    {
        var policy = PolicyWords.Policy();
        var command = new Verb(
            "report", "Show what the observed version would have decided otherwise.", "gatehouse policies observe report payments") { policy };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var found = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            return found.Value is { } held
                ? session.Show(
                    await session.GetAsync(Path(held.Id), ApiJson.Default.PolicyReplayReport), ApiJson.Default.PolicyReplayReport,
                    report => ReplayLines.Print(session.Terminal, report))
                : session.Fail(found.Refused!);
        });
        return command;
    }

    private static Verb Promote()
    {
        var policy = PolicyWords.Policy();
        var message = PolicyWords.Message();
        var confirm = PolicyWords.Confirm();
        var command = new Verb(
            "promote", "Put the observed version in force, as a new one.", "gatehouse policies observe promote payments") { policy, message, confirm };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var found = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            return found.Value is { } before
                ? session.Show(
                    await session.SendAsync(
                        HttpMethod.Post, $"{Path(before.Id)}/promote", new PolicyPromotion(parsed.GetValue(message), parsed.GetValue(confirm)),
                        ApiJson.Default.PolicyPromotion, ApiJson.Default.PolicyDetail, before.Version),
                    ApiJson.Default.PolicyDetail, saved => PolicyWords.Saved(session.Terminal, saved))
                : session.Fail(found.Refused!);
        });
        return command;
    }

    private static Verb Stop()
    {
        var policy = PolicyWords.Policy();
        var command = new Verb("stop", "End observing.", "gatehouse policies observe stop payments") { policy };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var found = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            return found.Value is { } before
                ? session.Show(
                    await session.SendAsync(HttpMethod.Delete, Path(before.Id), ApiJson.Default.PolicyDetail, before.Version), ApiJson.Default.PolicyDetail,
                    after => session.Terminal.Line($"{after.Name}: nothing is observed beside version {Fields.Number(after.Current)}"))
                : session.Fail(found.Refused!);
        });
        return command;
    }

    private static string Path(string id) => $"{PolicyWords.Path(id)}/observed";
}
