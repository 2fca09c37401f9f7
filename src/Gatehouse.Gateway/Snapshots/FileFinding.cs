using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>A finding and the file that it is in.</summary>
/// <param name="File">The path as people know it.</param>
/// <param name="Finding">The finding.</param>
public sealed record FileFinding(string File, Finding Finding)
{
    /// <summary>The form that editors and terminals can follow: <c>file:line:column: severity code: message</c>.</summary>
    public override string ToString()
    {
        var severity = Finding.Severity.ToString().ToLowerInvariant();
        var hint = Finding.Hint is { } text ? $" ({text})" : "";
        return $"{File}:{Finding.Line}:{Finding.Column}: {severity} {Finding.Code}: {Finding.Message}{hint}";
    }
}
