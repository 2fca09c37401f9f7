using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers list</c>.</summary>
internal static class ServersListCommand
{
    public static Command Create()
    {
        var command = new Verb("list", "List the servers.", "gatehouse servers list", "gatehouse servers list --json");
        new RemoteOptions().AddTo(command, (_, session) => session.ShowListAsync(
            "servers", ApiJson.Default.PageServerView, "no server is registered",
            ["id", "name", "address", "tags", "state"],
            server => [
                server.Id, server.Name, ServerText.Address(server), Fields.List(server.Tags) ?? "",
                server.Frozen is null ? "in use" : "frozen"]));
        return command;
    }
}
