using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Api;
using Gatehouse.Api.Faults;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Gatehouse.Control.Tests.OpenApi;

/// <summary>The API as OpenAPI 3.1, by what is mapped and what each endpoint says of itself.</summary>
internal sealed class ApiDocument
{
    private static readonly JsonSerializerOptions _plain = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ShapeBook _shapes = new();
    private readonly FaultBook _faults = new();

    private ApiDocument()
    {
    }

    /// <summary>The text of the file.</summary>
    public static string Of(IEnumerable<Endpoint> endpoints) => new ApiDocument().Write(RoutesOf(endpoints)) + "\n";

    /// <summary>The addresses of the API among everything that is mapped.</summary>
    public static IEnumerable<RouteEndpoint> RoutesOf(IEnumerable<Endpoint> endpoints) => endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith(ApiRoutes.Root + "/", StringComparison.Ordinal));

    /// <summary>The one method of an address.</summary>
    public static string MethodOf(Endpoint endpoint) => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single();

    private string Write(IEnumerable<RouteEndpoint> endpoints)
    {
        var paths = new JsonObject();
        foreach (var address in endpoints.GroupBy(endpoint => endpoint.RoutePattern.RawText!).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            paths[address.Key] = new JsonObject(address.OrderBy(MethodOf, StringComparer.Ordinal)
                .Select(endpoint => KeyValuePair.Create(MethodOf(endpoint).ToLowerInvariant(), (JsonNode?)Operation(endpoint))));
        }

        _shapes.Answered(typeof(Problem));
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "Gatehouse",
                ["version"] = "1",
                ["description"] = "The control plane of a Gatehouse server: the people's listener. Answers are never cached. What is "
                    + "refused is refused as `application/problem+json` with a stable `code`.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = Credentials(),
                ["parameters"] = Parameters.Shared(),
                ["headers"] = Parameters.Answered(),
                ["responses"] = _faults.All,
                ["schemas"] = _shapes.All,
            },
        }.ToJsonString(_plain);
    }

    private JsonObject Operation(RouteEndpoint endpoint)
    {
        var (notes, pattern, method) = (endpoint.Metadata, endpoint.RoutePattern, MethodOf(endpoint));
        var access = notes.GetRequiredMetadata<Access>();
        var names = pattern.RawText![ApiRoutes.Root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var operation = new JsonObject
        {
            ["operationId"] = string.Join('_', names.Prepend(method.ToLowerInvariant()).Select(name => name.Trim('{', '}').Replace('-', '_').Replace('.', '_'))),
            ["tags"] = new JsonArray(names[0]),
            ["summary"] = notes.GetMetadata<RouteSummary>()?.Text
                ?? throw new InvalidOperationException($"{method} {pattern.RawText} does not say what it does: Says(...)"),
        };
        if (access.PublicBecause is { } why)
        {
            operation["description"] = $"For everybody: {why}.";
            operation["security"] = new JsonArray();
        }
        else
        {
            var roles = Enum.GetValues<Role>().Where(role => RightTable.Allows(role, access.Needed)).Select(Words<Role>.Of).ToArray();
            operation["description"] = $"Needs the right `{Words<Right>.Of(access.Needed)}`: {string.Join(", ", roles)}.";
            operation["x-right"] = Words<Right>.Of(access.Needed);
            operation["security"] = new JsonArray(new JsonObject { ["api_key"] = new JsonArray() }, new JsonObject { ["session"] = new JsonArray() });
        }

        if (Parameters.Of(endpoint) is { Count: > 0 } parameters)
        {
            operation["parameters"] = parameters;
        }

        if (notes.GetMetadata<IAcceptsMetadata>()?.RequestType is { } body)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", _shapes.Sent(body)) };
        }

        operation["responses"] = Responses(endpoint, access, method);
        return operation;
    }

    private JsonObject Responses(RouteEndpoint endpoint, Access access, string method)
    {
        var responses = new JsonObject();
        foreach (var produced in endpoint.Metadata.OfType<IProducesResponseTypeMetadata>())
        {
            var answer = new JsonObject { ["description"] = Said(produced.StatusCode) };
            if (produced.Type is { } type && type.IsAssignableTo(typeof(IVersioned)))
            {
                answer["headers"] = new JsonObject { ["ETag"] = new JsonObject { ["$ref"] = "#/components/headers/ETag" } };
            }

            if (produced.Type is { } shape && shape != typeof(void))
            {
                answer["content"] = new JsonObject(produced.ContentTypes.Select(kind => KeyValuePair.Create(
                    kind, (JsonNode?)new JsonObject { ["schema"] = shape == typeof(string) ? [] : _shapes.Answered(shape) })));
            }

            responses[$"{produced.StatusCode}"] = answer;
        }

        foreach (var group in Refused(endpoint, access, method).Distinct().GroupBy(StatusTable.Of).OrderBy(group => group.Key))
        {
            responses[$"{group.Key}"] = _faults.Of(group.Key, group.Select(code => code.Word));
        }

        return responses;
    }

    // What follows from an endpoint's shape, and what it says besides.
    private static IEnumerable<FaultCode> Refused(RouteEndpoint endpoint, Access access, string method)
    {
        var notes = endpoint.Metadata;
        IEnumerable<FaultCode> everywhere =
            [ControlFaults.HostUnknown, ControlFaults.TooManyRequests, ControlFaults.InternalError, ControlFaults.StoreUnavailable];
        return everywhere
            .Concat(access.PublicBecause is null ? [ControlFaults.SignInNeeded] : [])
            .Concat(access.PublicBecause is null && Enum.GetValues<Role>().Any(role => !RightTable.Allows(role, access.Needed))
                ? [ControlFaults.RightMissing] : [])
            .Concat(method == "GET" ? [] : [ControlFaults.OriginForeign])
            .Concat(endpoint.RoutePattern.Parameters.Count > 0 ? [ControlFaults.NotFound] : [])
            .Concat(notes.GetMetadata<IAcceptsMetadata>() is null ? [] :
                [ControlFaults.BodyInvalid, ControlFaults.BodyTooLarge, ControlFaults.MediaTypeUnsupported, ControlFaults.ValueInvalid])
            .Concat(notes.GetMetadata<PageMark>() is null ? [] : [ControlFaults.QueryInvalid, ControlFaults.CursorInvalid])
            .Concat(notes.GetMetadata<QueryNote>() is null ? [] : [ControlFaults.QueryInvalid])
            .Concat(notes.GetMetadata<VersionMark>() is null ? [] : [ControlFaults.MatchMissing, ControlFaults.MatchStale])
            .Concat(notes.GetMetadata<RepeatMark>() is null ? [] : [ControlFaults.IdempotencyKeyInvalid, ControlFaults.IdempotencyKeyReused])
            .Concat(notes.OfType<RouteFaults>().SelectMany(faults => faults.Codes));
    }

    private static JsonObject Credentials() => new()
    {
        ["api_key"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "An API key, `ghk_…`." },
        ["session"] = new JsonObject
        {
            ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "__Host-gatehouse",
            ["description"] = "A session of a browser; `gatehouse` where there is no TLS. What changes something has to come from the server's own pages.",
        },
    };

    private static JsonObject Content(string kind, JsonObject schema) => new() { [kind] = new JsonObject { ["schema"] = schema } };

    private static string Said(int status) => status switch
    {
        200 => "As asked.", 201 => "Made.", 204 => "Done; there is nothing to tell.", 302 => "Go on there.",
        _ => throw new InvalidOperationException($"nobody said what {status} is"),
    };
}
