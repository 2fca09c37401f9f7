using System.Collections.Frozen;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Gatehouse.Server.Dashboard.Assets;

/// <summary>The stylesheet, its font, scripts and pictures of the pages. They are part of the assembly: a page never lacks its style.</summary>
internal static partial class AssetTable
{
    private static readonly Assembly _assembly = typeof(AssetTable).Assembly;

    private static readonly FrozenDictionary<string, Asset> _byName = Read().ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Asset> _byPath =
        _byName.Values.ToFrozenDictionary(asset => asset.Path, StringComparer.Ordinal);

    /// <summary>Where a file is, for example <c>app.css</c>. A name that does not exist is a bug.</summary>
    public static string Url(string name) => _byName[name].Path;

    /// <summary>Where the modules are that a file imports; empty for most.</summary>
    public static ImmutableArray<string> Needs(string name) => _byName[name].Needs;

    /// <summary>The file at an address; null for none.</summary>
    public static Asset? Find(string path) => _byPath.GetValueOrDefault(path);

    // ORDER: the parts of the stylesheet are joined by their numbers.
    private static IEnumerable<KeyValuePair<string, Asset>> Read()
    {
        var names = _assembly.GetManifestResourceNames().Where(name => name.StartsWith("asset:", StringComparison.Ordinal)).ToArray();
        var sheets = Encoding.UTF8.GetString([.. names.Where(IsSheet).Order(StringComparer.Ordinal).SelectMany(Bytes)]);
        var fonts = names.Where(IsFont).Select(static name => name["asset:".Length..])
            .ToDictionary(static file => file, static file => Of(file, Bytes("asset:" + file)), StringComparer.Ordinal);
        sheets = FontOf().Replace(sheets, named => $"url(\"{fonts[named.Groups["file"].Value].Path}\")");
        yield return new("app.css", Of("app.css", Encoding.UTF8.GetBytes(sheets)));
        foreach (var font in fonts)
        {
            yield return font;
        }

        var modules = new Dictionary<string, Asset>(StringComparer.Ordinal);
        foreach (var name in names.Where(name => !IsSheet(name) && !IsFont(name)))
        {
            var file = name["asset:".Length..];
            yield return new(file, IsModule(file) ? Module(file, modules) : Of(file, Bytes(name)));
        }
    }

    // A module names others by their files; browsers get the names that have hashes. Modules that name each other in a circle
    // would have no hash, and end here.
    private static Asset Module(string file, Dictionary<string, Asset> known)
    {
        if (!known.TryGetValue(file, out var module))
        {
            var text = Encoding.UTF8.GetString(Bytes("asset:" + file));
            var needs = new List<string>();
            text = ImportOf().Replace(text, named =>
            {
                var import = Module(named.Groups["file"].Value, known);
                needs.AddRange([import.Path, .. import.Needs]);
                return $"from \"{import.Path}\"";
            });
            known[file] = module = Of(file, Encoding.UTF8.GetBytes(text)) with { Needs = [.. needs.Distinct(StringComparer.Ordinal)] };
        }

        return module;
    }

    [GeneratedRegex("from \"\\./(?<file>[a-z-]+\\.mjs)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ImportOf();

    [GeneratedRegex("url\\(\"\\./(?<file>[a-z-]+\\.woff2)\"\\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FontOf();

    private static bool IsModule(string name) => name.EndsWith(".mjs", StringComparison.Ordinal);

    private static bool IsSheet(string name) => name.EndsWith(".css", StringComparison.Ordinal);

    private static bool IsFont(string name) => name.EndsWith(".woff2", StringComparison.Ordinal);

    private static Asset Of(string name, byte[] bytes)
    {
        var (stem, end) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
        var path = $"/assets/{stem}.{hash}{end}";

        // A font is compressed as it is: once more would make it larger.
        return IsFont(name) ? new Asset(path, Kind(end), bytes, null, null) : new Asset(
            path, Kind(end), bytes,
            Squeezed(bytes, to => new BrotliStream(to, CompressionLevel.SmallestSize)),
            Squeezed(bytes, to => new GZipStream(to, CompressionLevel.SmallestSize)));
    }

    private static string Kind(string end) => end switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        _ => throw new InvalidOperationException($"files of the kind {end} are not served"),
    };

    private static byte[] Bytes(string name)
    {
        using var from = _assembly.GetManifestResourceStream(name)!;
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    private static byte[] Squeezed(byte[] bytes, Func<Stream, Stream> squeeze)
    {
        using var to = new MemoryStream();
        using (var through = squeeze(to))
        {
            through.Write(bytes);
        }

        return to.ToArray();
    }
}
