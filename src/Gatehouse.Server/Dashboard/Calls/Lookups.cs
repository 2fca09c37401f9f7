using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Api.People;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Servers;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>Whole lists, for names and choices: as far as the reader may see them, and no further than a page can hold.</summary>
internal static class Lookups
{
    private const int Most = 1_000;

    public static Task<ImmutableArray<ServerView>> ServersAsync(PageCall call) =>
        AllAsync(page => call.Use<ServerAdministration>().ListAsync(call.Who, page, call.Cancel));

    public static Task<ImmutableArray<PolicyView>> PoliciesAsync(PageCall call) =>
        AllAsync(page => call.Use<PolicyAdministration>().ListAsync(call.Who, page, call.Cancel));

    public static Task<ImmutableArray<GrantView>> GrantsAsync(PageCall call) =>
        AllAsync(page => call.Use<GrantAdministration>().ListAsync(call.Who, page, call.Cancel));

    public static Task<ImmutableArray<ConnectionView>> ConnectionsAsync(PageCall call, string grant) =>
        AllAsync(page => call.Use<ConnectionAdministration>().ListAsync(call.Who, grant, page, call.Cancel));

    /// <summary>Empty for those who may not see members.</summary>
    public static Task<ImmutableArray<MemberView>> MembersAsync(PageCall call) =>
        AllAsync(page => call.Use<MemberAdministration>().ListAsync(call.Who, page, call.Cancel));

    /// <summary>Id → name.</summary>
    public static IReadOnlyDictionary<string, string> Names<T>(IEnumerable<T> items, Func<T, string> id, Func<T, string> name) =>
        items.ToDictionary(id, name, StringComparer.Ordinal);

    private static async Task<ImmutableArray<T>> AllAsync<T>(Func<PageQuery, ValueTask<Outcome<Page<T>>>> read)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        var query = new PageQuery("200", default);
        while (all.Count < Most)
        {
            if ((await read(query)).Value is not { } page)
            {
                break;
            }

            all.AddRange(page.Items);
            if (page.Next is null)
            {
                break;
            }

            query = new PageQuery("200", page.Next);
        }

        return all.ToImmutable();
    }
}
