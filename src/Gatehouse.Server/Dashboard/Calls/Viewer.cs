using Gatehouse.Api.Organisations;
using Gatehouse.Api.People;
using Gatehouse.Control.People;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>What the frame around a page shows of its reader; filled before the page is drawn.</summary>
public sealed class Viewer
{
    /// <summary>Who reads; null for a stranger.</summary>
    public Whoami? Whoami { get; internal set; }

    /// <summary><c>light</c>, <c>dark</c>, or null for what the device says.</summary>
    public string? Theme { get; internal set; }

    /// <summary>The page's path.</summary>
    public string Path { get; internal set; } = "/";

    /// <summary>Approvals that wait.</summary>
    /// <value>0 to 100; 100 stands for more.</value>
    public int Waiting { get; internal set; }

    /// <summary>Set while every call of the organisation is denied.</summary>
    public FreezeView? Frozen { get; internal set; }

    /// <summary>What was done just now, as a sentence; null for nothing.</summary>
    public string? Said { get; internal set; }

    internal Principal? Who { get; set; }

    /// <summary>Whether the reader may: a control of what they may not is not drawn. The administrations decide, never a page.</summary>
    internal bool May(Right right) => Who is not null && Who.Lacks(right) is null;
}
