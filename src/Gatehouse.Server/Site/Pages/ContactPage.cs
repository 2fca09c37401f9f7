using Gatehouse.Control.Catalogue.Messages;
using Gatehouse.Control.Faults;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Site.Content;

namespace Gatehouse.Server.Site.Pages;

/// <summary>What the contact form of every page is answered with.</summary>
internal static class ContactPage
{
    public static async Task SendAsync(PageCall call, SentForm sent)
    {
        var page = sent["page"] is { Length: <= 300 } path && path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) ? path : "/tools";
        var outcome = await call.Use<MessageAdministration>().SendAsync(sent.Text("email"), page, sent["message"], call.From, call.Cancel);
        var form = outcome.Refusal is { } refusal ? FormState.Refused(sent, refusal) : null;
        await new SiteCall(call).ShowAsync(new SitePage
        {
            Path = "/contact", Title = outcome.Refusal is null ? "Thank you" : "Not sent yet", Description = "Write to whoever runs this catalogue.",
            Blocks = [new Block.Contact(page, form, IsSent: outcome.Refusal is null), new Block.Paragraph(new Inline.Way("/tools", "Back to the tools"))],
            IsPassing = true, Status = outcome.Refusal is null ? StatusCodes.Status200OK : StatusTable.Of(outcome.Refusal.Fault.Code),
        });
    }
}
