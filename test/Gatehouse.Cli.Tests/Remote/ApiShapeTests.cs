using System.Reflection;
using System.Text.Json.Serialization;
using Gatehouse.Api;

namespace Gatehouse.Cli.Tests.Remote;

public sealed class ApiShapeTests
{
    // A null is not written, so a reader that required the parameter would refuse the server's own answer.
    [Fact]
    public void Parameters_ThatMayBeNull_NeedNotBeGiven()
    {
        var nullability = new NullabilityInfoContext();
        var required = typeof(ApiJson).Assembly.GetExportedTypes()
            .Where(type => type != typeof(Answer<>) && type.GetMethod("<Clone>$") is not null)
            .SelectMany(type => type.GetConstructors())
            .SelectMany(constructor => constructor.GetParameters())
            .Where(one => !one.HasDefaultValue && !IsAlwaysWritten(one)
                && (Nullable.GetUnderlyingType(one.ParameterType) is not null
                    || (!one.ParameterType.IsValueType && nullability.Create(one).ReadState == NullabilityState.Nullable)))
            .Select(one => $"{one.Member.DeclaringType!.Name}.{one.Name}");

        Assert.Equal("", string.Join(" ", required));
    }

    private static bool IsAlwaysWritten(ParameterInfo one) =>
        one.Member.DeclaringType!.GetProperty(one.Name!)?.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Never };
}
