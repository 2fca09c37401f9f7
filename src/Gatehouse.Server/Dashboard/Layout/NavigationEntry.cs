using Gatehouse.Control.People;

namespace Gatehouse.Server.Dashboard.Layout;

/// <summary>One line of the side.</summary>
/// <param name="Path">Where it leads; pages below it belong to it.</param>
/// <param name="Label">What it says.</param>
/// <param name="Icon">A name of <c>IconTable</c>.</param>
/// <param name="Right">Who sees it.</param>
internal sealed record NavigationEntry(string Path, string Label, string Icon, Right Right);

/// <summary>The side, group by group. Who lacks the right sees no line.</summary>
internal static class NavigationTable
{
    public static readonly (string Title, NavigationEntry[] Entries)[] Groups =
    [
        ("", [
            new("/home", "Home", "home", Right.ReadRecords),
            new("/approvals", "Approvals", "inbox", Right.ReadApprovals),
        ]),
        ("Control", [
            new("/servers", "Servers", "server", Right.ReadServers),
            new("/grants", "Grants", "key", Right.ReadGrants),
            new("/policies", "Policies", "shield", Right.ReadPolicies),
        ]),
        ("See", [
            new("/inventory", "Stack", "layers", Right.ReadServers),
            new("/records", "Records", "list", Right.ReadRecords),
            new("/audit", "Audit", "history", Right.ReadAudit),
        ]),
        ("Organisation", [
            new("/members", "Members", "people", Right.ReadMembers),
            new("/api-keys", "API keys", "code", Right.ReadApiKeys),
            new("/notices", "Notices", "bell", Right.ChangeOrganisation),
            new("/settings", "Settings", "sliders", Right.ReadOrganisation),
        ]),
    ];
}
