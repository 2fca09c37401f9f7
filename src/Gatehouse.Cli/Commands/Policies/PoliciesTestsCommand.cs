using System.CommandLine;
using System.Text;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies tests</c>: the tests that are stored beside a policy, and hold it on every save.</summary>
internal static class PoliciesTestsCommand
{
    public static Command Create() => new("tests", "Show, run and replace the tests beside a policy.") { Show(), Run(), Set() };

    private static Verb Show()
    {
        var policy = PolicyWords.Policy();
        var command = new Verb("show", "Print the tests beside a policy.", "gatehouse policies tests show payments > payments.test.json") { policy };
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Show(
            await PolicyWords.FindAsync(session, parsed.GetValue(policy)!), ApiJson.Default.PolicyDetail, found =>
            {
                if (found.Tests is null)
                {
                    session.Terminal.Note($"{found.Name} has no tests");
                    return;
                }

                PolicyWords.Document(session.Terminal, found.Tests);
            }));
        return command;
    }

    private static Verb Run()
    {
        var policy = PolicyWords.Policy();
        var file = new Option<string?>("--file") { Description = "A draft. Default: the version in force", HelpName = "PATH" };
        var tests = new Option<string?>("--tests") { Description = "A test file. Default: the tests beside the policy", HelpName = "PATH" };
        var command = new Verb(
            "run", "Run the tests beside a policy. Exit code 4 when a case fails.",
            "gatehouse policies tests run payments --file payments.json") { policy, file, tests };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var (draft, noDraft) = PolicyWords.Read(parsed.GetValue(file));
            var (cases, noCases) = PolicyWords.Read(parsed.GetValue(tests));
            if ((noDraft ?? noCases) is { } unreadable)
            {
                return session.Terminal.Fail(unreadable);
            }

            var found = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            if (found.Value is not { } held)
            {
                return session.Fail(found.Refused!);
            }

            var asked = await session.AskAsync((api, stop) => api.RunPolicyTestsAsync(held.Id, new PolicyTestsRun(draft, cases), stop));
            var code = session.Show(asked, ApiJson.Default.PolicyTestReport, report =>
            {
                TestCaseLines.Print(session.Terminal, report.Cases);
                session.Terminal.Line($"{report.Passed} passed, {report.Failed} failed");
            });
            return code == ExitCode.Success && asked.Value!.Failed > 0 ? ExitCode.Found : code;
        });
        return command;
    }

    private static Verb Set()
    {
        var policy = PolicyWords.Policy();
        var file = new Argument<string?>("file") { Description = "The test file; without one the tests are removed", Arity = ArgumentArity.ZeroOrOne };
        var message = PolicyWords.Message();
        var command = new Verb(
            "set", "Replace the tests beside a policy: a new version with the same document. They have to pass.",
            "gatehouse policies tests set payments payments.test.json -m \"the refund rules\"") { policy, file, message };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var (cases, unreadable) = PolicyWords.Read(parsed.GetValue(file));
            var found = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            if (unreadable is not null || found.Value is not { } before)
            {
                return unreadable is not null ? session.Terminal.Fail(unreadable) : session.Fail(found.Refused!);
            }

            var wanted = new NewPolicyVersion(before.Document, parsed.GetValue(message) ?? "other tests", Confirmed: true, cases ?? "");
            return session.Show(
                await session.SendAsync(
                    HttpMethod.Post, $"{PolicyWords.Path(before.Id)}/versions", wanted, ApiJson.Default.NewPolicyVersion,
                    ApiJson.Default.PolicyDetail, before.Version),
                ApiJson.Default.PolicyDetail, saved => PolicyWords.Saved(session.Terminal, saved));
        });
        return command;
    }
}
