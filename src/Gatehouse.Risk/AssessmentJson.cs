using System.Text.Json;

namespace Gatehouse.Risk;

/// <summary>An assessment as JSON: one shape for the command and the API.</summary>
public static class AssessmentJson
{
    /// <summary>Writes the members of an assessment into an object that is open.</summary>
    public static void Write(Utf8JsonWriter json, RiskAssessment assessment)
    {
        json.WriteString("category", assessment.Category.Word());
        json.WriteString("risk", assessment.Level.Word());
        json.WriteNumber("confidence", Math.Round(assessment.Confidence, 2));
        json.WriteStartArray("evidence");
        foreach (var line in assessment.Evidence)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
        json.WriteStartArray("signals");
        foreach (var signal in assessment.Signals)
        {
            json.WriteStartObject();
            json.WriteString("name", signal.Name);
            json.WriteString("evidence", signal.Evidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("outside", assessment.CarriesOutsideContent);
        json.WriteStartObject("recommended");
        json.WriteString("name", assessment.Recommendation.Name);
        json.WriteBoolean("hide", assessment.Recommendation.IsHidden);
        json.WritePropertyName("rule");
        json.WriteRawValue(assessment.Recommendation.Rule);
        json.WriteEndObject();
    }
}
