using System.Collections.Immutable;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>What an import did so far.</summary>
internal sealed class ImportTally
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>A tally that goes on from what was kept.</summary>
    public static ImportTally Of(string kept)
    {
        var tally = new ImportTally();
        foreach (var line in kept.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ');
            tally._counts[parts[0]] = long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
        }

        return tally;
    }

    /// <summary>Counts one.</summary>
    /// <param name="word">One of <see cref="TallyWords"/>, or <c>skipped_</c> and one of <see cref="SkipWords"/>.</param>
    public void Count(string word) => _counts[word] = _counts.GetValueOrDefault(word) + 1;

    public void CountSkipped(string why) => Count("skipped_" + why);

    /// <summary>The counts, by word.</summary>
    public ImmutableSortedDictionary<string, long> Counts => _counts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>As it is kept.</summary>
    public string Kept => string.Join('\n', _counts.Select(static pair => $"{pair.Key} {pair.Value}"));
}

/// <summary>What is counted.</summary>
internal static class TallyWords
{
    public const string Entries = "entries";
    public const string ServersNew = "servers_new";
    public const string ServersChanged = "servers_changed";
    public const string ServersGone = "servers_gone";
    public const string ToolsNew = "tools_new";
    public const string ToolsChanged = "tools_changed";
    public const string ToolsSame = "tools_same";
    public const string ToolsGone = "tools_gone";
    public const string Cut = "cut";
}
