namespace Gatehouse.Server.Dashboard.Parts;

/// <summary>What a browser calls itself, short enough to be recognised: "Firefox on Windows". A claim, as everything in that header is.</summary>
internal static class BrowserName
{
    // ORDER: most browsers name others too, so the rarer word goes first.
    private static readonly (string Word, string Name)[] _browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Word, string Name)[] _systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>The name; the header itself where nothing in it is known.</summary>
    public static string Of(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return "Unknown browser";
        }

        var browser = Find(_browsers, header);
        var system = Find(_systems, header);
        return browser is null ? header : system is null ? browser : $"{browser} on {system}";
    }

    private static string? Find((string Word, string Name)[] table, string header) =>
        table.FirstOrDefault(one => header.Contains(one.Word, StringComparison.Ordinal)).Name;
}
