namespace Gatehouse.Browser.Tests;

/// <summary>Where the repository is, above the built tests.</summary>
internal static class RepositoryPlace
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Gatehouse.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
