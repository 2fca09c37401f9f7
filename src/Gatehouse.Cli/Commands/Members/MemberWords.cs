using System.Collections.Immutable;
using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Members;

/// <summary>Members, roles and the servers of approvers as one writes them.</summary>
internal static class MemberWords
{
    /// <summary>A member, by address or id.</summary>
    public static Argument<string> Member() => new("member") { Description = "E-mail address or id of the member" };

    /// <summary>A role.</summary>
    public static Argument<string> Role()
    {
        var role = new Argument<string>("role") { Description = $"One of {string.Join(", ", Words<Role>.All)}" };
        role.AcceptOnlyFromAmong([.. Words<Role>.All]);
        return role;
    }

    /// <summary>The servers that an approver is limited to.</summary>
    public static Option<string[]> Servers() => new("--server")
    {
        Description = "A server that an approver is limited to; may be repeated. Default: all", HelpName = "ID", DefaultValueFactory = _ => [],
    };

    /// <summary>The servers as the API has them: none written is all.</summary>
    public static ImmutableArray<string>? Limited(string[]? servers) => servers is { Length: > 0 } ? [.. servers] : null;

    /// <summary>The id of a member by address; an id is taken as it is.</summary>
    public static async Task<(string? Id, Refused? Refused)> IdAsync(RemoteSession session, string written)
    {
        if (written.StartsWith("per_", StringComparison.Ordinal))
        {
            return (written, null);
        }

        var found = await FindAsync(session, written);
        return (found.Value?.Id, found.Refused);
    }

    /// <summary>Finds a member by address or id.</summary>
    public static async Task<Asked<MemberView>> FindAsync(RemoteSession session, string written)
    {
        if (written.StartsWith("per_", StringComparison.Ordinal))
        {
            return await session.GetAsync($"members/{Uri.EscapeDataString(written)}", ApiJson.Default.MemberView);
        }

        var (members, refused) = await session.ListAsync("members", ApiJson.Default.PageMemberView);
        var found = members.Find(member => member.Email.Equals(written, StringComparison.OrdinalIgnoreCase));
        return refused is not null || found is not null
            ? new(found, refused)
            : new(null, new Refused(new Fault(
                new("member-unknown"), $"nobody with the address `{written}` is a member", "`gatehouse members list` shows who is")));
    }
}
