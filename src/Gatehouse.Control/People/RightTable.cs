using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.People;

namespace Gatehouse.Control.People;

/// <summary>Which role has which right: the one place that says so. What is not here nobody may.</summary>
internal static class RightTable
{
    private static readonly FrozenDictionary<Right, ImmutableArray<Role>> _holders = new Dictionary<Right, ImmutableArray<Role>>
    {
        //                          viewer       approver       policy_manager      admin
        [Right.BeOneself] = /*          */ [Role.Viewer, Role.Approver, Role.PolicyManager, Role.Admin],
        [Right.ReadOrganisation] = /*   */ [Role.Viewer, Role.Approver, Role.PolicyManager, Role.Admin],
        [Right.ReadServers] = /*        */ [Role.Viewer, Role.Approver, Role.PolicyManager, Role.Admin],
        [Right.ReadPolicies] = /*       */ [Role.Viewer, Role.Approver, Role.PolicyManager, Role.Admin],
        [Right.ReadGrants] = /*         */ [Role.Viewer, Role.Approver, Role.PolicyManager, Role.Admin],
        [Right.ReadRecords] = /*        */ [Role.Viewer, Role.Approver, Role.PolicyManager, Role.Admin],
        [Right.ReadApprovals] = /*      */ [Role.Viewer, Role.Approver, Role.PolicyManager, Role.Admin],
        [Right.SettleApprovals] = /*                 */ [Role.Approver, /*               */ Role.Admin],
        [Right.ChangePolicies] = /*                                 */ [Role.PolicyManager, Role.Admin],
        [Right.AttachPolicies] = /*                                 */ [Role.PolicyManager, Role.Admin],
        [Right.ChangeOrganisation] = /*                                                 */ [Role.Admin],
        [Right.Freeze] = /*                                                             */ [Role.Admin],
        [Right.ReadMembers] = /*                                                        */ [Role.Admin],
        [Right.ChangeMembers] = /*                                                      */ [Role.Admin],
        [Right.ReadApiKeys] = /*                                                        */ [Role.Admin],
        [Right.ChangeApiKeys] = /*                                                      */ [Role.Admin],
        [Right.ChangeServers] = /*                                                      */ [Role.Admin],
        [Right.AcceptTools] = /*                                                        */ [Role.Admin],
        [Right.ChangeGrants] = /*                                                       */ [Role.Admin],
        [Right.BeatGrants] = /*                                                         */ [Role.Admin],
        [Right.ReadArguments] = /*                                                      */ [Role.Admin],
        [Right.ReadAudit] = /*                                                          */ [Role.Admin],
        [Right.ChangeCatalogue] = /*                                                    */ [Role.Admin],
    }.ToFrozenDictionary();

    /// <summary>Whether a role has a right.</summary>
    public static bool Allows(Role role, Right right) => _holders.TryGetValue(right, out var holders) && holders.Contains(role);

    /// <summary>What two roles have both.</summary>
    public static Role Within(Role one, Role other) =>
        one == other || other == Role.Admin ? one : one == Role.Admin ? other : Role.Viewer;

    /// <summary>The words of all rights of a role, in the order of the enum.</summary>
    public static ImmutableArray<string> Of(Role role) =>
        [.. Enum.GetValues<Right>().Where(right => Allows(role, right)).Select(Words<Right>.Of)];
}
