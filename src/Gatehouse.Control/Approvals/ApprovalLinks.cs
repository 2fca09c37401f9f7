using System.Text;
using Gatehouse.Control.Routes;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Control.Approvals;

/// <summary>Links in e-mails: sealed with the server's key, bound to one request and one person, and over with the request.</summary>
/// <remarks>SECURITY: a link says who was asked. It signs nobody in and answers nothing (docs/design/0010-links-in-mail.md).</remarks>
internal sealed class ApprovalLinks(Sealer sealer, PeopleAddress address)
{
    private const string Purpose = "approval-link";
    private const int Longest = 512;

    /// <summary>The page of a request, for one person.</summary>
    public string Of(string approvalId, string personId, DateTimeOffset expires) =>
        $"{address.Public}/approvals/{approvalId}?link={sealer.Seal(Purpose, approvalId, "", Encoding.UTF8.GetBytes(personId), expires)}";

    /// <summary>Whom a link was made for; null where it is not of this request, was changed, or is over.</summary>
    public string? PersonOf(string approvalId, string link) =>
        link.Length <= Longest && sealer.Open(Purpose, approvalId, "", link) is { } person ? Encoding.UTF8.GetString(person) : null;
}
