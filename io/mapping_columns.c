// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of ours that an import may fill, and what CRMs call them: the names of Salesforce, HubSpot and Dynamics,
// their labels in English and Spanish, and what people write in spreadsheets.
#include "io/mapping.h"
#include "io/text.h"

static const OurColumn accounts[] = {
    {"client|cliente|client_id|id_cliente",
     "account number|customer number|customer code|codigo cliente|codigo|external id|numero de cuenta|"
     "numero cliente|accountnumber|client code",
     HOLDS_TEXT, RULE_INSERT},
    {"name|nombre",
     "account name|company name|company|nombre de la cuenta|nombre de cuenta|nombre de la empresa|razon "
     "social|"
     "nombre comercial|client name|customer name|empresa",
     HOLDS_TEXT, RULE_UPDATE},
    {"lat|latitude|latitud", "shipping latitude|billing latitude|address1_latitude|gps lat|latitud gps",
     HOLDS_DEGREES, RULE_UPDATE},
    {"lon|lng|longitude|longitud",
     "shipping longitude|billing longitude|address1_longitude|gps lon|longitud gps", HOLDS_DEGREES,
     RULE_UPDATE},
    {"rep|representante|comercial|vendedor",
     "owner id|account owner|company owner|hubspot owner id|owner|propietario|propietario de la "
     "cuenta|salesperson|"
     "sales rep|asesor|agente",
     HOLDS_REP, RULE_INSERT},
    {"team|equipo", NULL, HOLDS_TEXT, RULE_INSERT},
    {"group|grupo|segment|segmento", "tier|abc|clase|categoria|account tier|customer class|clasificacion",
     HOLDS_GROUP, RULE_INSERT},
    {"visits|visitas|frequency|frecuencia", "visit frequency|call frequency|frecuencia de visita",
     HOLDS_VISITS, RULE_KEEP},
    {"visit_minutes|minutos_visita", "visit duration|duracion de visita|duracion visita|call duration",
     HOLDS_MINUTES, RULE_KEEP},
    {"min_gap_days|min_gap|intervalo_min|intervalo_min_dias", NULL, HOLDS_NUMBER, RULE_KEEP},
    {"max_gap_days|max_gap|intervalo_max|intervalo_max_dias", NULL, HOLDS_NUMBER, RULE_KEEP},
    {"weekdays|dias|dias_semana", "visit days|dias de visita", HOLDS_WEEKDAYS, RULE_KEEP},
    {"same_weekday|mismo_dia", NULL, HOLDS_YES_NO, RULE_KEEP},
    {"same_rep|mismo_rep|mismo_representante|mismo_comercial|mismo_vendedor", NULL, HOLDS_YES_NO, RULE_KEEP},
    {"open|abre", "opening time|opens|hora de apertura", HOLDS_CLOCK, RULE_KEEP},
    {"close|cierra", "closing time|closes|hora de cierre", HOLDS_CLOCK, RULE_KEEP},
    {"open2|abre2", NULL, HOLDS_CLOCK, RULE_KEEP},
    {"close2|cierra2", NULL, HOLDS_CLOCK, RULE_KEEP},
    {"away|ausente|ausencias", NULL, HOLDS_SPANS, RULE_KEEP},
    {"last_visit|ultima_visita",
     "last activity date|last activity|last contacted|notes last contacted|ultima actividad|fecha ultima "
     "visita|"
     "last visit date",
     HOLDS_PAST, RULE_UPDATE},
    {"first_by|primera_antes", NULL, HOLDS_DAY, RULE_KEEP},
    {"channel|canal", NULL, HOLDS_CHANNEL, RULE_KEEP},
    {"status|estado",
     "account type|lifecycle stage|type|tipo de cuenta|customertypecode|relationship type|tipo|etapa del "
     "ciclo de vida",
     HOLDS_STATUS, RULE_KEEP},
    {"sales|ventas", "annual sales|ventas anuales|last year sales|ytd sales|facturacion", HOLDS_NUMBER,
     RULE_UPDATE},
    {"potential|potencial", "sales potential|potencial de ventas", HOLDS_NUMBER, RULE_UPDATE},
    {"margin_pct|margin|margen_pct|margen", NULL, HOLDS_NUMBER, RULE_UPDATE},
    {"payment_days|dias_pago", "payment terms days|plazo de pago", HOLDS_NUMBER, RULE_UPDATE},
    {"products|productos", NULL, HOLDS_NUMBER, RULE_UPDATE},
    {"cost_to_serve|costo_servicio|coste_servicio", NULL, HOLDS_NUMBER, RULE_UPDATE},
    {"value|valor", NULL, HOLDS_NUMBER, RULE_KEEP},
    {"resource|recurso", NULL, HOLDS_TEXT, RULE_KEEP},
    {"resource_visits|visitas_recurso", NULL, HOLDS_NUMBER, RULE_KEEP},
    {"contact|contacto",
     "primary contact|contact name|primarycontactid|persona de contacto|nombre de contacto|contacto "
     "principal",
     HOLDS_TEXT, RULE_UPDATE},
    {"phone|telefono", "phone number|telephone1|main phone|telephone|mobile|movil|celular|numero de telefono",
     HOLDS_TEXT, RULE_UPDATE},
    {"email|e-mail|correo", "email address|emailaddress1|correo electronico|contact email", HOLDS_TEXT,
     RULE_UPDATE},
    {"notes|notas", "description|descripcion|comments|comentarios|observaciones|about us", HOLDS_TEXT,
     RULE_UPDATE},
    {"crm_id|id_crm",
     "id|account id|record id|id de registro|hs_object_id|accountid|company id|company record id|guid|id de "
     "cuenta",
     HOLDS_TEXT, RULE_KEEP},
    {"address|direccion|calle|domicilio",
     "shipping street|billing street|street address|street|address1_line1|street address 1", HOLDS_TEXT,
     RULE_UPDATE},
    {"city|ciudad|municipio|poblacion|localidad", "shipping city|billing city|address1_city|town", HOLDS_TEXT,
     RULE_UPDATE},
};

static const OurColumn activities[] = {
    {"date|fecha|dia",
     "activity date|start date time|startdatetime|activity date time|hs_meeting_start_time|meeting start "
     "time|"
     "hs_timestamp|actualstart|scheduledstart|actual start|scheduled start|start time|start date|fecha de "
     "inicio|"
     "due date|fecha de la actividad",
     HOLDS_DAY, RULE_UPDATE},
    {"client|cliente|client_id|id_cliente",
     "what id|account id|related to id|associated company id|company record id|regardingobjectid|regarding|"
     "associated company|company name|account name|related to|nombre de la cuenta|empresa",
     HOLDS_CLIENT, RULE_UPDATE},
    {"rep|representante|comercial|vendedor",
     "owner id|assigned to|hubspot owner id|activity assigned to|owner|propietario|asignado a|ownerid",
     HOLDS_REP, RULE_UPDATE},
    {"status|estado",
     "hs_meeting_outcome|meeting outcome|outcome|activity status|statuscode|state|statecode|resultado de la "
     "reunion",
     HOLDS_DONE, RULE_UPDATE},
    {"minutes|minutos",
     "duration in minutes|actualdurationminutes|scheduleddurationminutes|duration|duracion|duracion en "
     "minutos",
     HOLDS_MINUTES, RULE_UPDATE},
    {"sales|ventas", "amount|order amount|importe|pedido", HOLDS_NUMBER, RULE_UPDATE},
    {"activity|actividad",
     "subject|hs_meeting_title|meeting name|activity type|hs_activity_type|asunto|titulo|event subtype",
     HOLDS_TEXT, RULE_UPDATE},
    {"result|resultado", "call result|visit result|resultado de la visita", HOLDS_TEXT, RULE_UPDATE},
    {"notes|notas",
     "description|hs_internal_meeting_notes|hs_meeting_body|comments|descripcion|comentarios|observaciones",
     HOLDS_TEXT, RULE_UPDATE},
    {"crm_id|id_crm", "id|activity id|event id|record id|activityid|hs_object_id|id de registro|appointment",
     HOLDS_TEXT, RULE_KEEP},
};

const OurColumn *mapping_targets(SourceKind kind, int *count)
{
  *count = kind == MAP_ACCOUNTS ? (int)G_N_ELEMENTS(accounts) : (int)G_N_ELEMENTS(activities);
  return kind == MAP_ACCOUNTS ? accounts : activities;
}

const OurColumn *mapping_target(SourceKind kind, const char *ours)
{
  int count;
  const OurColumn *targets = mapping_targets(kind, &count);
  g_autofree char *folded = text_fold(ours);
  for (int t = 0; t < count; t++) {
    if (text_is_listed(folded, targets[t].ours))
      return &targets[t];
  }
  return NULL;
}
