namespace Gatehouse.Policy.Language;

/// <summary>The JSON Schema of policies, for editors: <c>policy-v1.schema.json</c>, draft 2020-12.</summary>
/// <remarks>It knows the shape of a policy; whether one can be loaded is said by <see cref="PolicyReader"/>
/// alone.</remarks>
public static class PolicySchema
{
    /// <summary>The file's name, as it is written in <c>$schema</c>.</summary>
    public const string FileName = "policy-v1.schema.json";

    private static readonly Lazy<string> _text = new(Load);

    /// <summary>The schema's text.</summary>
    public static string Text => _text.Value;

    private static string Load()
    {
        using var stream = typeof(PolicySchema).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
