namespace Gatehouse.Cli.Stack;

/// <summary>Where people's files are on this machine. A value of its own, so that every system can be looked at from any.</summary>
/// <param name="System">Which system it is.</param>
/// <param name="Home">The user's home.</param>
/// <param name="Folder">The folder that one works in.</param>
/// <param name="Variable">A variable of the environment, or null.</param>
internal sealed record Machine(MachineSystem System, string Home, string Folder, Func<string, string?> Variable)
{
    /// <summary>This one.</summary>
    public static Machine Here(string? folder = null) => new(
        OperatingSystem.IsWindows() ? MachineSystem.Windows : OperatingSystem.IsMacOS() ? MachineSystem.Mac : MachineSystem.Linux,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Path.GetFullPath(folder ?? "."), Environment.GetEnvironmentVariable);

    /// <summary>Where applications with windows keep a user's settings.</summary>
    public string Applications => System switch
    {
        MachineSystem.Windows => Own("APPDATA") ?? Path.Combine(Home, "AppData", "Roaming"),
        MachineSystem.Mac => Path.Combine(Home, "Library", "Application Support"),
        _ => Configurations,
    };

    /// <summary>Where programs of the terminal keep them.</summary>
    public string Configurations => Own("XDG_CONFIG_HOME") ?? Path.Combine(Home, ".config");

    /// <summary>A variable that is set to something.</summary>
    public string? Own(string name) => Variable(name) is { Length: > 0 } value ? value : null;
}

/// <summary>The kinds of system, by where they keep settings.</summary>
internal enum MachineSystem : byte
{
    /// <summary>Linux and its like.</summary>
    Linux = 0,

    /// <summary>macOS.</summary>
    Mac,

    /// <summary>Windows.</summary>
    Windows,
}
