namespace Gatehouse.Risk;

/// <summary>The worst that one call of a tool is for. In order of severity, so that a comparison says which is worse.</summary>
public enum RiskCategory
{
    /// <summary>Nothing could be told. First, so that a forgotten value is the one that asks for care.</summary>
    Other = 0,

    /// <summary>Returns information and changes nothing beyond the server's own caches.</summary>
    Read = 1,

    /// <summary>Creates or changes what can be changed back, or sends.</summary>
    Write = 2,

    /// <summary>Runs code, commands, jobs, browsers or devices.</summary>
    Execute = 3,

    /// <summary>Removes data, resources or access so that the tool cannot bring them back.</summary>
    Destructive = 4,

    /// <summary>Moves or commits money or assets of value.</summary>
    Financial = 5,
}
