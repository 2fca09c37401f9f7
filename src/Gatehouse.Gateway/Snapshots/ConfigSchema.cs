namespace Gatehouse.Gateway.Snapshots;

/// <summary>The JSON Schema of <c>gatehouse.json</c>, for editors: draft 2020-12.</summary>
/// <remarks>It knows the shape; whether a file can be loaded is said by <see cref="ConfigFile"/> alone.</remarks>
public static class ConfigSchema
{
    /// <summary>The file's name, as it is written in <c>$schema</c>.</summary>
    public const string FileName = "gatehouse.schema.json";

    private static readonly Lazy<string> _text = new(Load);

    /// <summary>The schema's text.</summary>
    public static string Text => _text.Value;

    private static string Load()
    {
        using var stream = typeof(ConfigSchema).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
