namespace Gatehouse.Control.Tests;

/// <summary>Files of the repository that the tests read where they lie.</summary>
internal static class RepositoryFiles
{
    /// <summary>The text of a file.</summary>
    public static string Text(string path) => File.ReadAllText(At(path));

    /// <summary>Where a file lies.</summary>
    public static string At(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Gatehouse.slnx")))
        {
            root = root.Parent;
        }

        return Path.Combine(root.FullName, path);
    }
}
