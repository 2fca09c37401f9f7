namespace Gatehouse.Server.Tests.Site;

/// <summary>Facts that lie beside the checkout; their texts are other people's and not in it.</summary>
internal static class SharedFiles
{
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path) || Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
