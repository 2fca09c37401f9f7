using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Api.Audit;

/// <summary>The hash that a row of the audit must have.</summary>
/// <remarks>
/// SHA-256 over the fields, each as its length in bytes, a colon and its UTF-8, in the order below; an absent field is <c>-</c>.
/// docs/reference/audit.md says it for those who check by other means.
/// </remarks>
public static class AuditHash
{
    /// <summary>What the first row names as the row before.</summary>
    public static readonly string Zeros = new('0', 64);

    /// <summary>64 lower-case hex digits.</summary>
    public static string Of(AuditLine row)
    {
        var text = new StringBuilder();
        Add(text, row.Previous);
        Add(text, row.OrganisationId);
        Add(text, row.Sequence.ToString(CultureInfo.InvariantCulture));
        Add(text, row.At.UtcTicks.ToString(CultureInfo.InvariantCulture));
        Add(text, Words<ActorKind>.Of(row.ActorKind));
        Add(text, row.ActorId);
        Add(text, row.Actor);
        Add(text, row.What);
        Add(text, row.SubjectKind);
        Add(text, row.SubjectId);
        Add(text, row.Before);
        Add(text, row.After);
        Add(text, row.From);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Add(StringBuilder text, string? field) => _ = field is null
        ? text.Append('-')
        : text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field}");
}
