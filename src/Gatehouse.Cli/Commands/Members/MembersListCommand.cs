using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Members;

/// <summary><c>gatehouse members list</c>.</summary>
internal static class MembersListCommand
{
    public static Command Create()
    {
        var command = new Verb("list", "List the members with their roles.", "gatehouse members list", "gatehouse members list --json");
        new RemoteOptions().AddTo(command, (_, session) => session.ShowListAsync(
            "members", ApiJson.Default.PageMemberView, "nobody is a member",
            ["id", "e-mail", "role", "servers", "since"],
            member => [
                member.Id, member.Email, Words<Role>.Of(member.Role),
                member.Role == Role.Approver ? Fields.List(member.Servers) ?? "all" : "", Fields.Time(member.Created)]));
        return command;
    }
}
