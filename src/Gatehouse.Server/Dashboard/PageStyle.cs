using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Server.Dashboard;

/// <summary>The one style of the pages that a link opens, inside the page, and the rule that lets nothing else in.</summary>
internal static class PageStyle
{
    private const string Text =
        ":root{color-scheme:light dark;--line:#8a94a6;--accent:#2457d6;--bad:#b3261e}"
        + "*{box-sizing:border-box}"
        + "body{margin:0;font:1rem/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}"
        + "main{max-width:26rem;margin:10vh auto 2rem;padding:0 1.25rem}"
        + ".brand{margin:0;font-weight:600;letter-spacing:.02em;color:var(--accent)}"
        + "h1{margin:.25rem 0 1rem;font-size:1.5rem;line-height:1.25}"
        + "label{display:block;margin:1rem 0 .25rem;font-weight:600}"
        + "input{width:100%;padding:.6rem .7rem;font:inherit;color:inherit;background:Field;border:1px solid var(--line);border-radius:.4rem}"
        + "input:focus-visible,button:focus-visible{outline:3px solid var(--accent);outline-offset:1px}"
        + "button{margin-top:1.5rem;width:100%;padding:.7rem;font:inherit;font-weight:600;color:#fff;background:var(--accent);"
        + "border:0;border-radius:.4rem;cursor:pointer}"
        + ".problem{padding:.6rem .8rem;border-left:4px solid var(--bad)}";

    /// <summary>The element, as the rule below knows it byte for byte.</summary>
    public const string Element = "<style>" + Text + "</style>";

    /// <summary>This style, forms to ourselves, and nothing else: no script, no image, no frame.</summary>
    public static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}
