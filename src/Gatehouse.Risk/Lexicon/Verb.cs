namespace Gatehouse.Risk.Lexicon;

/// <summary>What a verb does by itself.</summary>
internal enum Verb : byte
{
    /// <summary>No verb.</summary>
    None,

    /// <summary>Says nothing: perform, manage, handle.</summary>
    Light,

    /// <summary>Get, list, search.</summary>
    Read,

    /// <summary>Create, update, send.</summary>
    Write,

    /// <summary>Run, deploy, click.</summary>
    Run,

    /// <summary>Delete, drop, revoke.</summary>
    Destroy,

    /// <summary>Pay, buy, stake.</summary>
    Money,
}
