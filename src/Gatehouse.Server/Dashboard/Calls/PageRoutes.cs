using Gatehouse.Control.Faults;
using Gatehouse.Control.Routes;
using Gatehouse.Policy;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>Maps pages. Each one is a path and a handler, and says who may come, as the API's addresses do.</summary>
/// <param name="routes">Where to.</param>
internal sealed class PageRoutes(IEndpointRouteBuilder routes)
{
    /// <summary>What came is no form of ours.</summary>
    public static readonly Fault Broken = new(
        ControlFaults.BodyInvalid, "the form did not arrive whole", "go back and send it again");

    /// <summary>Shows.</summary>
    public IEndpointConventionBuilder Get(string pattern, Func<PageCall, Task> show) =>
        routes.MapMethods(pattern, ["GET"], http => show(new PageCall(http)));

    /// <summary>Does what a form asks for. Forms of other sites never come here: see the origin gate.</summary>
    public IEndpointConventionBuilder Post(string pattern, Func<PageCall, SentForm, Task> act) =>
        routes.MapMethods(pattern, ["POST"], async http =>
        {
            var call = new PageCall(http);
            await (await SentForm.ReadAsync(http) is { } sent ? act(call, sent) : call.RefuseAsync(Broken));
        });
}
