namespace Gatehouse.Cli.Commands;

/// <summary>What the command's exit code says; docs/reference/cli.md lists them.</summary>
internal static class ExitCode
{
    /// <summary>It worked.</summary>
    public const int Success = 0;

    /// <summary>It could not be done: a fault was printed.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A file does not validate: findings were printed.</summary>
    public const int Invalid = 3;

    /// <summary>A check found something: a failed test, a broken chain.</summary>
    public const int Found = 4;

    /// <summary>What was asked for is proposed: it holds once a second person says yes.</summary>
    public const int Proposed = 5;
}
