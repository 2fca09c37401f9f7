using Gatehouse.Control.Faults;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Routes;

/// <summary>How whoever hosts pages beside the API shows a refusal to a person with a browser.</summary>
internal interface IRefusalPages
{
    /// <summary>Answers; false where the request is not for a page: then it is answered in JSON.</summary>
    ValueTask<bool> TryWriteAsync(HttpContext http, Refusal refusal, int status);
}
