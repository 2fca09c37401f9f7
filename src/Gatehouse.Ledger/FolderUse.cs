namespace Gatehouse.Ledger;

/// <summary>How a process uses a data folder.</summary>
public enum FolderUse : byte
{
    /// <summary>Beside whoever runs on it: to look, or to settle a request.</summary>
    Beside = 0,

    /// <summary>With others of its kind: several agents' gateways of one name.</summary>
    Shared,

    /// <summary>Alone: the server. A second one is refused.</summary>
    Alone,
}
