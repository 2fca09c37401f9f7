namespace Gatehouse.Control.People;

/// <summary>Something that may be done. Who may is said by <see cref="RightTable"/>.</summary>
internal enum Right : byte
{
    /// <summary>Nobody has it.</summary>
    None = 0,

    /// <summary>Look at oneself, end one's own sessions, change one's own password.</summary>
    BeOneself,

    ReadOrganisation,
    ChangeOrganisation,

    /// <summary>Freeze and thaw the organisation, servers and grants.</summary>
    Freeze,

    ReadMembers,
    ChangeMembers,
    ReadApiKeys,
    ChangeApiKeys,
    ReadServers,
    ChangeServers,
    AcceptTools,
    ReadPolicies,
    ChangePolicies,

    /// <summary>Put policies on grants, servers and the organisation, and take them off.</summary>
    AttachPolicies,

    ReadGrants,
    ChangeGrants,

    /// <summary>Say that a grant with a heartbeat is looked after.</summary>
    BeatGrants,

    ReadRecords,

    /// <summary>Read the values of calls' arguments, where they are stored.</summary>
    ReadArguments,

    ReadApprovals,
    SettleApprovals,
    ReadAudit,

    /// <summary>Fill the catalogue, and read what people write to whoever runs it.</summary>
    ChangeCatalogue,
}
