using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.ApiKeys;

/// <summary><c>gatehouse api-keys list</c>.</summary>
internal static class ApiKeysListCommand
{
    public static Command Create()
    {
        var command = new Verb("list", "List the API keys, revoked and expired ones too.", "gatehouse api-keys list", "gatehouse api-keys list --json");
        new RemoteOptions().AddTo(command, (_, session) => session.ShowListAsync(
            "api-keys", ApiJson.Default.PageApiKeyView, "there is no API key",
            ["id", "label", "role", "begins", "by", "expires", "last used", "revoked"],
            key => [
                key.Id, key.Label, Words<Role>.Of(key.Role), key.Shown, key.By, Fields.Time(key.Expires),
                Fields.Time(key.LastUsed, "never"), Fields.Time(key.Revoked, "")]));
        return command;
    }
}
