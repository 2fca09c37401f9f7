namespace Gatehouse.Cli.Introspection;

/// <summary>A folder that is gone afterwards, with a home in it for what is started there.</summary>
internal sealed class ThrowAway : IDisposable
{
    public ThrowAway() => Directory.CreateDirectory(Home);

    /// <summary>The folder; only its user may read it.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("gatehouse-introspect-").FullName;

    /// <summary>A home without anything of the user's.</summary>
    public string Home => System.IO.Path.Combine(Path, "home");

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // What a server left that cannot be removed stays in the system's temporary folder.
        }
    }
}
