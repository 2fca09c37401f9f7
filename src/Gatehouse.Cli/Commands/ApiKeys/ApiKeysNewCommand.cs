using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Cli.Commands.Members;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.ApiKeys;

/// <summary><c>gatehouse api-keys new</c>: a key, shown once.</summary>
internal static class ApiKeysNewCommand
{
    public static Command Create()
    {
        var label = new Argument<string>("label") { Description = "What it is for, 1 to 100 characters" };
        var role = MemberWords.Role();
        var expires = new Option<string>("--expires")
        {
            Description = "How long it works, like 90d, or until when, RFC 3339; at most a year", HelpName = "WHEN", DefaultValueFactory = _ => "90d",
        };
        var command = new Verb(
            "new", "Make an API key. It is shown once and kept nowhere.",
            "gatehouse api-keys new \"nightly export\" viewer",
            "gatehouse api-keys new deployment policy_manager --expires 7d --json") { label, role, expires };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            if (DurationText.After(parsed.GetValue(expires)!, TimeProvider.System.GetUtcNow()) is not { } end)
            {
                session.Terminal.Fail(new Fault(
                    new("time-invalid"), $"`{parsed.GetValue(expires)}` is no time ahead", "write it like 90d or 2027-01-31T12:00:00Z"));
                return ExitCode.Usage;
            }

            var wanted = new NewApiKey(parsed.GetValue(label)!, Words<Role>.Find(parsed.GetValue(role))!.Value, end);
            var asked = await session.SendAsync(HttpMethod.Post, "api-keys", wanted, ApiJson.Default.NewApiKey, ApiJson.Default.CreatedApiKey);
            return session.Show(asked, ApiJson.Default.CreatedApiKey, created =>
            {
                session.Terminal.Line($"made {created.ApiKey.Id} for {created.ApiKey.Label}, until {Fields.Time(created.ApiKey.Expires)}; shown only now, keep it like a password:");
                session.Terminal.Line($"  {created.Token}");
            });
        });
        return command;
    }
}
