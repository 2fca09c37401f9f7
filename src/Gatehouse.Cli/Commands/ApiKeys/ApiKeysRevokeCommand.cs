using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.ApiKeys;

/// <summary><c>gatehouse api-keys revoke</c>.</summary>
internal static class ApiKeysRevokeCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the key, as `api-keys list` shows it" };
        var command = new Verb("revoke", "End an API key at once.", "gatehouse api-keys revoke key_4q7zn2x5dkq3c6m7wirhtbyqua") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var written = parsed.GetValue(id)!;
            return session.Say(
                await session.SendAsync(HttpMethod.Delete, $"api-keys/{Uri.EscapeDataString(written)}", ApiJson.Default.Done),
                () => session.Terminal.Line($"revoked {written}"));
        });
        return command;
    }
}
