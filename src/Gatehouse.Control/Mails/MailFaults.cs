using Gatehouse.Policy;

namespace Gatehouse.Control.Mails;

/// <summary>Why no e-mail goes out.</summary>
internal static class MailFaults
{
    public static readonly FaultCode Off = new("mail-off");

    public static readonly Fault NotSetUp = new(
        Off, "this server sends no e-mail", "ask an admin of your organisation for a link; the operator sets `smtp_host`");
}
