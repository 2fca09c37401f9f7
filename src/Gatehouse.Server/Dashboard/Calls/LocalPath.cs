namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>A path of this server that a request names as the place to go on to.</summary>
internal static class LocalPath
{
    private const int Longest = 4096;

    /// <summary>The path; <c>/</c> for everything else. SECURITY: browsers read <c>//</c> and <c>/\</c> as another host.</summary>
    public static string Of(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.Length <= Longest && !path.AsSpan().ContainsAnyExceptInRange('!', '~') ? path : "/";
}
